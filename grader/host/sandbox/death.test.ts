import { spawn } from "node:child_process";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, onTestFinished, test } from "vitest";
import { packageRoot } from "../../package/root.js";
import { sandboxesHere } from "../host.fixture.js";
import { readFileSync } from "node:fs";

const CLIENT = pathToFileURL(join(packageRoot(), "dist", "grader", "host", "index.js")).href;

/** A grader whose host runs in an endless loop; it prints the host's process id. */
function grader(kind: string): string {
  return `import { startHost, SANDBOXES } from ${JSON.stringify(CLIENT)};
    const host = await startHost({ sandbox: SANDBOXES[${JSON.stringify(kind)}] });
    void host.load("m", "for (;;);", 1, { cpuMs: 1e6, wallMs: 1e6 });
    setTimeout(() => console.log(host.pid), 100);`;
}

/** The state letter of proc_pid_stat(5); `gone` where there is no such process. */
function stateOf(pid: number): string {
  try {
    return /^State:\s*(\S)/m.exec(readFileSync(`/proc/${pid}/status`, "latin1"))?.[1] ?? "gone";
  } catch {
    return "gone";
  }
}

describe.skipIf(process.platform !== "linux")("when the grader is killed", () => {
  test.each(sandboxesHere().map(({ kind }) => kind))(
    "a host in an endless loop dies with it: %s",
    async (kind) => {
      const child = spawn(process.execPath, ["--input-type=module", "-e", grader(kind)], {
        stdio: ["ignore", "pipe", "inherit"],
      });
      onTestFinished(() => {
        child.kill("SIGKILL");
      });
      const pid = await new Promise<number>((resolve) =>
        child.stdout.once("data", (data: Buffer) => resolve(Number(data))),
      );
      expect(stateOf(pid)).toMatch(/[RS]/);
      child.kill("SIGKILL");
      await expect.poll(() => stateOf(pid), { timeout: 5000 }).toMatch(/^(gone|Z|X)$/);
    },
  );

  test.each(sandboxesHere().map(({ kind }) => kind))(
    "an idle host does not keep the grader from ending: %s",
    async (kind) => {
      const code = `import { startHost, SANDBOXES } from ${JSON.stringify(CLIENT)}; await startHost({ sandbox: SANDBOXES[${JSON.stringify(kind)}] });`;
      const child = spawn(process.execPath, ["--input-type=module", "-e", code], {
        stdio: ["ignore", "ignore", "inherit"],
      });
      onTestFinished(() => {
        child.kill("SIGKILL");
      });
      expect(await new Promise((resolve) => child.on("exit", resolve))).toBe(0);
    },
  );
});
