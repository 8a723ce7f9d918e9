import { spawn } from "node:child_process";
import { existsSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { type Ended, plainEnvironment, scratchFolder, temporaryFolder } from "../package/command.fixture.js";
import { packageRoot } from "../package/root.js";
import { batch, COMMON, folderOfWork, gradebookIn } from "./batch/batching.fixture.js";

const MAIN = join(packageRoot(), "dist", "grader", "cli", "main.js");
const folder = scratchFolder();
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Starts a batch with a folder for what is temporary, and sends it a signal as soon as the first student is done. */
function interrupted(work: string, to: string, signal: NodeJS.Signals, temporary: string): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const args = [MAIN, "batch", work, "--out", to, ...COMMON, "--sandbox", "none", "--jobs", "1", "--json"];
    const child = spawn(process.execPath, args, {
      env: { ...plainEnvironment(), TMPDIR: temporary },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let [stdout, stderr, isSent] = ["", "", false];
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      stdout += text;
      // A second signal would end it at once, as people mean it who press Ctrl-C twice.
      if (isSent || !stdout.includes('"event":"student"')) return;
      isSent = true;
      child.kill(signal);
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
    child.on("error", reject);
    child.on("close", (status) => resolve({ status, stdout, stderr }));
  });
}

describe("a run that is ended", () => {
  test.each(["SIGINT", "SIGTERM", "SIGKILL"] as const)(
    "by %s loses nothing: the same command goes on",
    async (signal) => {
      const work = folderOfWork(folder);
      const to = `${work}-out`;
      const temporary = temporaryFolder();
      const ended = await interrupted(work, to, signal, temporary);
      expect(ended.status).toBe({ SIGINT: 130, SIGTERM: 143, SIGKILL: null }[signal]);
      expect(existsSync(join(to, "gradebook.json"))).toBe(false);
      const leftovers = readdirSync(to, { recursive: true, encoding: "utf8" }).filter((path) =>
        path.endsWith(".tmp"),
      );
      expect(leftovers).toEqual([]);
      // What is killed cannot tidy up.
      if (signal !== "SIGKILL") await expect.poll(() => readdirSync(temporary)).toEqual([]);
      const again = await batch(work, to, "--sandbox", "none");
      expect(again.status, again.stderr).toBe(0);
      const told = ended.stdout.split("\n").filter((line) => line.includes('"event":"student"'));
      expect(told.length).toBeGreaterThan(0);
      expect(again.stderr.match(/\(unchanged\)/g)?.length ?? 0).toBeGreaterThanOrEqual(told.length);
      expect(gradebookIn(to).entries.map(({ state }) => state)).toEqual([
        "graded",
        "graded",
        "graded",
        "graded",
      ]);
    },
  );
});

test("--fresh grades anew what is remembered, to the same verdicts", async () => {
  const work = folderOfWork(folder);
  const to = `${work}-out`;
  const first = await batch(work, to);
  const scores = gradebookIn(to).entries.map(({ id, score }) => [id, score]);
  const again = await batch(work, to, "--fresh");
  expect([first.status, again.status]).toEqual([0, 0]);
  expect(again.stderr).not.toContain("(unchanged)");
  expect(gradebookIn(to).entries.map(({ id, score }) => [id, score])).toEqual(scores);
});
