import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, onTestFinished, test } from "vitest";
import { descendants } from "../../grader/host/cpu-clock.js";
import { InfrastructureError } from "../../grader/host/index.js";
import type { CheckBody } from "./context.js";
import { HostedSubmission } from "./hosted-submission.js";
import { readyFirstHost, takeHost } from "./host-supply.js";
import { judge } from "./judge.js";
import { codesOf, NO_MAP, PLAN } from "./judging.fixture.js";
import type { RecordedOutcome } from "./recorded.js";

/** A budget whose wall time is over soon, and whose computing time is not. */
const IMPATIENT = patience(0.1);
/** One that a busy machine gets the work done in. */
const SLEEPY = patience(1);

function patience(wallFactor: number): typeof PLAN {
  return { ...PLAN, limits: { ...PLAN.limits, loadCpuMs: 10_000, scriptCpuMs: 10_000, wallFactor } };
}
const declared = {
  id: "kit.test",
  part: "kit",
  title: "test",
  points: 1,
  kind: "property",
  visibility: "public",
} as const;

/** What becomes of code whose `f` is called, and how many times the body was gone through. */
async function judging(
  code: string,
  { plan = PLAN, hosted = hosting(code, plan), meanwhile = async () => {} }: Options = {},
): Promise<{ recorded: RecordedOutcome; attempts: number }> {
  let attempts = 0;
  const body: CheckBody = async (context) => {
    attempts++;
    const script = context.script();
    script.want(script.apply("f"));
    const running = context.run(script);
    if (attempts === 1) await meanwhile();
    await running;
  };
  const recorded = await judge(plan, { hosted, elsewhere: hosting(code, plan) }, declared, body);
  return { recorded, attempts };
}

interface Options {
  readonly plan?: typeof PLAN;
  readonly hosted?: HostedSubmission;
  /** Done while the first attempt runs. */
  readonly meanwhile?: () => Promise<void>;
}

function hosting(code: string, plan: typeof PLAN): HostedSubmission {
  const submission = { id: "test", folder: "/nowhere", ready: true, code, body: null, map: NO_MAP } as const;
  const hosted = new HostedSubmission(plan, submission);
  onTestFinished(() => hosted.stop());
  return hosted;
}

const TITLE = "busy";
const BUSY = `process.title = "${TITLE}";
  export function f() {
    const start = process.cpuUsage();
    // Looking at the clock is work of the system's, and on some machines most of it.
    for (let spent = 0; spent < 100_000; ) {
      const { user, system } = process.cpuUsage(start);
      spent = user + system;
    }
    return 1;
  }`;
const HANGING = "export const f = () => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);";

/** Signals the host that works, which calls itself {@link TITLE}. */
async function signalHost(signal: NodeJS.Signals): Promise<void> {
  let working: number | undefined;
  while (working === undefined) {
    await sleep(10);
    working = descendants(process.pid).find((pid) => nameOf(pid) === TITLE);
  }
  process.kill(working, signal);
}

function nameOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/comm`, "utf8").trim();
  } catch {
    return "";
  }
}

describe.skipIf(process.platform !== "linux")("the machine's fault is nobody's", () => {
  test("a host that died while it waited", async () => {
    readyFirstHost(PLAN);
    const waiting = await takeHost(PLAN);
    await waiting.stop();
    // The next one waits already.
    await sleep(500);
    for (const pid of descendants(process.pid)) process.kill(pid, "SIGKILL");
    const { recorded, attempts } = await judging("export const f = () => 1;");
    expect(recorded.outcome).toBe("passed");
    expect(attempts).toBe(1);
  });

  test("a host that somebody killed while it worked", async () => {
    const { recorded, attempts } = await judging(BUSY, { meanwhile: () => signalHost("SIGKILL") });
    expect(recorded.outcome).toBe("passed");
    expect(attempts).toBe(2);
  });

  test("a machine that fell asleep", async () => {
    const { recorded, attempts } = await judging(BUSY, {
      plan: SLEEPY,
      meanwhile: () => signalHost("SIGSTOP"),
    });
    expect(recorded.outcome).toBe("passed");
    expect(attempts).toBe(2);
  });
});

describe("what comes twice is the submission's", () => {
  test("a wait without end, which is not doubted again at the next check", async () => {
    const hosted = hosting(HANGING, IMPATIENT);
    const first = await judging(HANGING, { plan: IMPATIENT, hosted });
    expect(codesOf(first.recorded)).toEqual(["host.timeout-wall-call"]);
    expect(first.attempts).toBe(2);
    const next = await judging(HANGING, { plan: IMPATIENT, hosted });
    expect(next.recorded.outcome).toBe("timeout");
    expect(next.attempts).toBe(1);
  });

  test("a host that kills itself", async () => {
    const { recorded, attempts } = await judging(
      "export const f = () => { process.kill(process.pid, 'SIGKILL'); for (;;); };",
    );
    expect(recorded.outcome).toBe("out-of-memory");
    expect(codesOf(recorded)).toEqual(["host.killed-call"]);
    expect(attempts).toBe(2);
  });
});

describe("many slow calls", () => {
  /** The code's `f`, which computes for a tenth of a second, called again and again. */
  function callingOften(calls: number, scriptCpuMs: number): Promise<RecordedOutcome> {
    const plan = { ...PLAN, limits: { ...PLAN.limits, scriptCpuMs, wallFactor: 40 } };
    const rooms = { hosted: hosting(BUSY, plan), elsewhere: hosting(BUSY, plan) };
    return judge(plan, rooms, declared, async (context) => {
      const script = context.script();
      const wanted = Array.from({ length: calls }, () => script.want(script.apply("f")));
      const answers = await context.run(script);
      for (const each of wanted) expect(answers.number(each, "f")).toBe(1);
    });
  }

  test("are no fault where each is within the limit", async () => {
    const recorded = await callingOften(12, 600);
    expect(recorded.details.findings).toEqual([]);
    expect(recorded.outcome).toBe("passed");
  });

  test("come to an end all the same, which is not said to be the last one's", async () => {
    const { outcome, details } = await callingOften(60, 400);
    expect(outcome).toBe("timeout");
    expect(details.findings).toEqual([{ code: "host.timeout-cpu-other", values: { seconds: 4 } }]);
  });
});

describe("what is plain is not tried twice, but for its name to be told", () => {
  test.each([
    ["an endless loop", "export const f = () => { for (;;); };", "host.timeout-cpu-call"],
    ["an exit", "export const f = () => process.exit(1);", "host.exit-call"],
    ["an answer", "export const f = () => 1;", undefined],
  ])("%s", async (_what, code, finding) => {
    const plan = { ...PLAN, limits: { ...PLAN.limits, scriptCpuMs: 300, wallFactor: 200 } };
    const hosted = hosting(code, plan);
    const first = await judging(code, { plan, hosted });
    const next = await judging(code, { plan, hosted });
    expect([codesOf(first.recorded)[0], codesOf(next.recorded)[0]]).toEqual([finding, finding]);
    expect([first.attempts, next.attempts]).toEqual([finding === undefined ? 1 : 2, 1]);
  });
});

test("our own fault, where it comes twice, is told and never a verdict", async () => {
  const hosted = hosting("", PLAN);
  let attempts = 0;
  const body = (): Promise<void> => {
    attempts++;
    throw new InfrastructureError("HOST_VANISHED", "gone");
  };
  await expect(judge(PLAN, { hosted, elsewhere: hosting("", PLAN) }, declared, body)).rejects.toThrow("gone");
  expect(attempts).toBe(2);
});

test("a mistake in a check of ours is told at once", async () => {
  let attempts = 0;
  const body = (): Promise<void> => {
    attempts++;
    throw new TypeError("a slip");
  };
  await expect(
    judge(PLAN, { hosted: hosting("", PLAN), elsewhere: hosting("", PLAN) }, declared, body),
  ).rejects.toThrow("a slip");
  expect(attempts).toBe(1);
});
