import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { gradecheck, packageCopy, scratchFolder } from "../package/command.fixture.js";
import { readResult } from "../result/index.js";
import { batch, folderOfWork } from "./batch/batching.fixture.js";

const folder = scratchFolder();
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("bad input", () => {
  test("two batches in one folder: the second says so and does nothing", async () => {
    const work = folderOfWork(folder);
    const to = `${work}-out`;
    const [one, other] = await Promise.all([batch(work, to), batch(work, to)]);
    expect(new Set([one.status, other.status])).toEqual(new Set([0, 2]));
    expect(one.stderr + other.stderr).toContain(`another batch is at work in ${to}; nothing was done`);
  });

  test.each([
    ["no such file", ["nowhere.csv"], 2, "nowhere.csv"],
    ["a student that nobody is", [folder, "--only", "nobody"], 2, "nobody"],
    ["a bad deadline", [folder, "--deadline", "tomorrow"], 2, "time zone"],
    ["no workers", [folder, "--jobs", "0"], 2, "whole number"],
    ["a protocol that is none", [folder, "--protocols", "ext"], 2, "https, ssh"],
  ])("%s", async (_, [where = "", ...more], status, text) => {
    const ended = await batch(where, join(folder, "bad"), ...more);
    expect([ended.status, ended.stderr]).toEqual([status, expect.stringContaining(text)]);
    expect(ended.stderr).not.toMatch(/^\s+at /m);
    expect(existsSync(join(folder, "bad", "gradebook.json"))).toBe(false);
  });

  test("a roster with problems tells all of them, with their lines", async () => {
    const roster = join(folder, "bad.csv");
    writeFileSync(roster, "id,name,email,repository\na,A,,https://x.org/a\na,B,,\n,C,,https://x.org/c\n");
    const { status, stderr } = await batch(roster, join(folder, "bad"));
    expect(status).toBe(2);
    for (const line of [3, 4]) expect(stderr).toContain(`line ${line}`);
    expect(stderr.split("\n").filter((line) => line.startsWith("  line")).length).toBeGreaterThanOrEqual(3);
  });

  test("a folder that cannot be written to", async () => {
    writeFileSync(join(folder, "file"), "");
    const { status, stderr } = await batch(folderOfWork(folder), join(folder, "file", "below"));
    expect(status).toBe(2);
    expect(stderr).toContain("cannot be written to");
  });

  const mayMount = process.platform === "linux" && process.getuid?.() === 0;
  if (!mayMount) console.warn("SKIPPED: the test of a full disk has to mount one, for which it must be root");

  test.runIf(mayMount)(
    "a full disk ends it as a fault of the machine, with nothing half-written",
    async () => {
      const disk = join(folder, "disk");
      mkdirSync(disk);
      const mounted = spawnSync("mount", ["-t", "tmpfs", "-o", "size=128k", "tmpfs", disk], {
        encoding: "utf8",
      });
      expect(mounted.stderr).toBe("");
      try {
        const { status, stderr } = await batch(folderOfWork(folder), disk);
        expect(status).toBe(3);
        expect(stderr).toContain("no space left on device");
        expect(stderr).not.toMatch(/^\s+at /m);
        const files = readdirSync(disk, { recursive: true, encoding: "utf8" });
        expect(files.filter((path) => path.endsWith(".tmp"))).toEqual([]);
        for (const path of files.filter((one) => one.endsWith("result.json"))) {
          expect(readResult(JSON.parse(readFileSync(join(disk, path), "utf8"))).ok).toBe(true);
        }
      } finally {
        spawnSync("umount", [disk]);
      }
    },
  );

  test("a sandbox that does not work here ends it before anything is graded", async () => {
    const copy = packageCopy();
    rmSync(join(copy, "dist", "host.cjs"));
    const args = [
      "batch",
      folderOfWork(folder),
      "--out",
      join(folder, "bare"),
      "--assignment",
      "two-layer-nn",
    ];
    const { status, stderr } = await gradecheck(args, {}, copy);
    expect(status).toBe(3);
    expect(stderr).toContain("does not work here");
    expect(existsSync(join(folder, "bare", "gradebook.json"))).toBe(false);
  });
});
