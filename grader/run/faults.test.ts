import { spawn, spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { descendants } from "../host/cpu-clock.js";
import { sandboxesHere } from "../host/host.fixture.js";
import { SANDBOXES } from "../host/sandbox/sandbox.js";
import {
  corpusFolder,
  type Ended,
  gradecheck,
  plainEnvironment,
  run,
  temporaryFolder,
} from "../package/command.fixture.js";
import { packageRoot } from "../package/root.js";
import type { Result } from "../result/index.js";

const CORRECT = corpusFolder("correct", "plain-loops");
const MAIN = join(packageRoot(), "dist", "grader", "cli", "main.js");

/** Whether this is root on a Linux where mounts can be made that nobody else sees. */
const canMount =
  process.getuid?.() === 0 &&
  spawnSync("unshare", ["-m", "mount", "-t", "tmpfs", "none", "/mnt"]).status === 0;
if (!canMount) console.warn("SKIPPED: faults that take mounts. They need root and unshare.");
const hasBubblewrap = sandboxesHere().includes(SANDBOXES.bubblewrap);

/** Runs a shell script with mounts of its own, which are gone with it. */
function apart(script: string, ...args: string[]): Promise<Ended> {
  return run("unshare", ["-m", "sh", "-ec", script, "sh", ...args]);
}

/** `gradecheck grade` of a correct submission with a sandbox, as a command line. */
const grading = (sandbox: string, out: string): string[] => [
  process.execPath,
  MAIN,
  "grade",
  CORRECT,
  "--sandbox",
  sandbox,
  "--out",
  out,
];

/** A fault of ours is told with exit code 3, and there is no result that somebody could take for a zero. */
function expectFault({ stderr }: Ended, out: string): void {
  expect(stderr).toMatch(/^gradecheck: /m);
  expect(existsSync(join(out, "result.json"))).toBe(false);
}

describe.skipIf(!canMount)("the machine fails", () => {
  test("the disk is full where hosts have their folders", async () => {
    const out = temporaryFolder();
    const full = `mount -t tmpfs -o size=64k none /mnt; head -c 1M /dev/zero > /mnt/filler || true; TMPDIR=/mnt exec "$@"`;
    const ended = await apart(full, ...grading("none", out));
    expect(ended.status).toBe(3);
    expectFault(ended, out);
  });

  test("the disk is full where reports go", async () => {
    const full = `mount -t tmpfs -o size=64k none /mnt; head -c 1M /dev/zero > /mnt/filler || true; "$@" && code=0 || code=$?; ls /mnt/out; exit $code`;
    const ended = await apart(full, ...grading("none", "/mnt/out"));
    expect(ended.status).toBe(3);
    // Neither the report nor half of it.
    expect(ended.stdout.trimEnd().split("\n").at(-1)).not.toMatch(/json|html|tmp/);
  });

  test.skipIf(!hasBubblewrap)("bubblewrap goes away while a submission is graded", async () => {
    const out = temporaryFolder();
    // Every check ends its host, so that each needs another one.
    const script = `import { spawnSync } from "node:child_process";
      const { readAssignment } = await import("./dist/grader/assignment/read-assignment.js");
      const { gradePlan } = await import("./dist/grader/run/grade.js");
      const { makePlan } = await import("./dist/grader/run/run-plan.js");
      const manifest = readAssignment("two-layer-nn");
      const submissions = [{ id: "exit", folder: process.argv[1] }];
      const preparing = makePlan({ manifest, submissions, seed: 1, sandbox: "bubblewrap", only: "evaluation." });
      let gone = false;
      const onCheck = () => {
        if (!gone) spawnSync("mount", ["--bind", "/bin/false", "/usr/bin/bwrap"]);
        gone = true;
      };
      const [result] = await gradePlan(manifest, submissions, preparing, { onCheck });
      console.log(JSON.stringify(result.checks.filter(({ outcome }) => outcome !== "skipped")));`;
    const args = [process.execPath, "--input-type=module", "-e", script, corpusFolder("partial", "exit")];
    const { stdout } = await apart('exec "$@"', ...args);
    const checks = JSON.parse(stdout) as Result["checks"];
    const outcomes = checks.map(({ outcome }) => outcome);
    expect(outcomes).toContain("infrastructure-error");
    expect(new Set(outcomes.filter((outcome) => outcome !== "crashed"))).toEqual(
      new Set(["infrastructure-error"]),
    );
    expect(readdirSync(out)).toEqual([]);
  });
});

describe.skipIf(process.platform !== "linux")("somebody ends what is at work", () => {
  /** Starts grading in a process group of its own, and waits for a moment of it. */
  async function started(out: string, moment: Moment): Promise<{ pid: number; ended: Promise<Ended> }> {
    const [command = "", ...args] = grading("none", out);
    const child = spawn(command, args, {
      env: { ...plainEnvironment(), TMPDIR: out },
      stdio: ["ignore", "pipe", "pipe"],
      detached: true,
    });
    let [stdout, stderr] = ["", ""];
    child.stdout.on("data", (text: Buffer) => (stdout += text.toString()));
    child.stderr.on("data", (text: Buffer) => (stderr += text.toString()));
    const ended = new Promise<Ended>((resolve) => {
      child.on("close", (status) => resolve({ status, stdout, stderr }));
    });
    const pid = child.pid ?? 0;
    while (!moment(out, pid)) await sleep(1);
    return { pid, ended };
  }

  /** Whether it is that time, for a grader with that temporary folder. */
  type Moment = (out: string, pid: number) => boolean;

  const workerOf = (pid: number): number | undefined =>
    childrenOf(pid).find((each) => /vitest/.test(commandOf(each)));

  const moments = {
    "before vitest starts": (out) => readdirSync(out).some((name) => name.startsWith("gradecheck-host-")),
    "when a worker starts": (_, pid) => workerOf(pid) !== undefined,
    "when checks are read": (out) => readdirSync(out).some((name) => existsSync(join(out, name, "ssr"))),
  } satisfies Record<string, Moment>;

  test("a worker", async () => {
    const out = temporaryFolder();
    // Vitest waits a minute for one that dies before it has said a word.
    const { pid, ended } = await started(out, moments["when checks are read"]);
    process.kill(workerOf(pid) ?? Number.NaN, "SIGKILL");
    expect((await ended).status).toBe(3);
    expectFault(await ended, out);
  });

  const ends = Object.entries(moments).flatMap(([when, moment]) =>
    (["SIGTERM", "SIGINT"] as const).map((signal) => ({ when, moment, signal })),
  );

  test.each(ends)("the grader, by $signal $when: nothing is left of it", async ({ moment, signal }) => {
    const out = temporaryFolder();
    const { pid, ended } = await started(out, moment);
    const all = [pid, ...descendants(pid)];
    // Ctrl-C reaches all that a terminal has in the foreground; whoever ends a service reaches one process.
    process.kill(signal === "SIGINT" ? -pid : pid, signal);
    const { status } = await ended;
    expect(status).not.toBe(0);
    await expect.poll(() => all.map(commandOf).join(""), { timeout: 20_000 }).toBe("");
    await expect.poll(() => readdirSync(out), { timeout: 20_000 }).toEqual([]);
  });
});

test("a clock that jumps by days changes no verdict and no duration", async () => {
  const jumping = `let jumps = 0; const now = Date.now; Date.now = () => now() + 864e5 * (jumps++ % 2 ? -30 : 30);`;
  const preload = join(temporaryFolder({ "jump.cjs": jumping }), "jump.cjs");
  const env = { NODE_OPTIONS: `--require "${preload}"` };
  const { stdout, status } = await gradecheck(
    ["grade", CORRECT, "--json", "--sandbox", "none", "--only", "forward."],
    { env },
  );
  expect(status).toBe(0);
  const result = JSON.parse(stdout) as Result;
  const asked = result.checks.filter(({ outcome }) => outcome !== "skipped");
  expect(new Set(asked.map(({ outcome }) => outcome))).toEqual(new Set(["passed"]));
  for (const { durationMs } of [result, ...asked]) {
    expect(durationMs).toBeGreaterThanOrEqual(0);
    expect(durationMs).toBeLessThan(600_000);
  }
});

function childrenOf(pid: number): number[] {
  return read(`/proc/${pid}/task/${pid}/children`).split(" ").filter(Boolean).map(Number);
}

/** The command line of a process; empty where it is dead. */
function commandOf(pid: number): string {
  return read(`/proc/${pid}/cmdline`).replaceAll("\0", " ");
}

function read(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
