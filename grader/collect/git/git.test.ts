import { spawn } from "node:child_process";
import { chmodSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { temporaryFolder } from "../../package/command.fixture.js";
import { runGit } from "./git.js";

/** Nothing else is done meanwhile, as when a hundred programs are started or a large module is read. */
function block(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}

test("what a git printed is read, however long we were busy when it ended", async () => {
  const folder = temporaryFolder({ git: "#!/bin/sh\nsleep 0.8\necho all of it\n" });
  const program = join(folder, "git");
  chmodSync(program, 0o755);
  const surroundings = {
    folder,
    signal: new AbortController().signal,
    cpuSeconds: 9,
    fileBytes: 99,
    program,
  };
  const answer = runGit(["rev-list"], surroundings);
  // Another's output and end are seen in one turn of the loop, and so is the git's end: while that output is worked on.
  const other = spawn("echo", ["something"], { stdio: ["ignore", "pipe", "inherit"] });
  other.stdout.on("data", () => block(1500));
  other.on("exit", () => block(2500));
  block(400);
  expect((await answer).toString()).toBe("all of it\n");
});
