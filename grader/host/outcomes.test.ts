import { describe, expect, test } from "vitest";
import { sentence } from "../locale/sentence.js";
import { applying, BUDGET, hostWith, sandboxesHere } from "./host.fixture.js";
import { DEFAULT_LIMITS } from "./sandbox/limits.js";
import { SANDBOXES } from "./sandbox/sandbox.js";
import { startHost } from "./start-host.js";
import type { Step } from "./wire/message.js";

/** Little of what runs out, and plenty of the other, however busy the machine is. */
const SHORT = {
  cpu: { cpuMs: 300, wallMs: 40_000 },
  wall: { cpuMs: 40_000, wallMs: 1500 },
};

function budgetFor(outcome: string, code: string): typeof BUDGET {
  if (outcome !== "timeout") return BUDGET;
  return code.includes("wall") ? SHORT.wall : SHORT.cpu;
}

const SMALL = { ...DEFAULT_LIMITS, heapBytes: 64 * 1024 * 1024 };

/** Code whose function `f` brings the host down, and as what. */
const DOWNFALLS: readonly [what: string, body: string, outcome: string, code: string][] = [
  ["an endless loop", "for (;;);", "timeout", "timeout-cpu-call"],
  [
    "an endless loop that ignores signals",
    "process.on('SIGTERM', () => 0); for (;;);",
    "timeout",
    "timeout-cpu-call",
  ],
  [
    "a wait without end",
    "Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)",
    "timeout",
    "timeout-wall-call",
  ],
  [
    "a heap without end",
    "const a = []; for (;;) a.push({ a: [a.length] })",
    "out-of-memory",
    "out-of-memory-call",
  ],
  ["process.exit", "process.exit(0)", "crashed", "exit-call"],
  [
    "process.exit in a handler of a later turn",
    "setImmediate(() => process.exit(7))",
    "crashed",
    "exit-call",
  ],
  ["process.abort", "process.abort()", "crashed", "signal-call"],
  [
    "a flood on the raw stream",
    "for (;;) writeSync(1, 'x'.repeat(65536))",
    "output-limit",
    "output-limit-call",
  ],
];

describe.each(sandboxesHere().map((sandbox) => [sandbox.level, sandbox] as const))(
  "%s",
  (_level, sandbox) => {
    test.each(DOWNFALLS)("%s during a call", async (_what, body, outcome, code) => {
      const source = `import { writeSync } from "node:fs"; export function f() { ${body} }`;
      const { host } = await hostWith(source, sandbox, SMALL);
      const budget = budgetFor(outcome, code);
      const run = await host.run("m", applying("f"), budget);
      expect(run).toMatchObject({
        ok: false,
        fault: { outcome, finding: { code: `host.${code}`, values: { name: "f" } } },
      });
      expect(await host.run("m", applying("f"), budget)).toStrictEqual(run);
      if (run.ok) return;
      expect(sentence(run.fault.finding, "en")).toContain("f");
      expect(sentence(run.fault.finding, "ko")).not.toContain("{{");
    });

    test.each(DOWNFALLS.filter(([what]) => !what.includes("later turn")))(
      "%s while loading",
      async (_what, body, outcome, code) => {
        const host = await startHost({ sandbox, limits: SMALL });
        const source = `import { writeSync } from "node:fs"; ${body}`;
        const load = await host.load("m", source, 1, budgetFor(outcome, code));
        expect(load).toMatchObject({
          ok: false,
          fault: { outcome, finding: { code: `host.${code.replace("-call", "-load")}` } },
        });
      },
    );

    test("a module that waits for ever times out on the wall", async () => {
      const host = await startHost({ sandbox });
      const load = await host.load("m", "await new Promise(() => {})", 1, SHORT.wall);
      expect(load).toMatchObject({
        ok: false,
        fault: { outcome: "timeout", finding: { code: "host.timeout-wall-load" } },
      });
    });

    test("the time that was used is told", async () => {
      const { host } = await hostWith(
        "export function f() { for (const start = process.cpuUsage(); process.cpuUsage(start).user < 150_000; ); }",
        sandbox,
      );
      const run = await host.run("m", applying("f"), BUDGET);
      expect(run.ok && run.cpuMs).toBeGreaterThan(20);
    });
  },
);

test.skipIf(!sandboxesHere().includes(SANDBOXES.bubblewrap))(
  "typed arrays without end run into the sandbox's limit, not the machine's",
  async () => {
    const source = "export function f() { const a = []; for (;;) a.push(new Float64Array(1e6).fill(1)) }";
    const { host } = await hostWith(source, SANDBOXES.bubblewrap);
    const run = await host.run("m", applying("f"), BUDGET);
    expect(run).toMatchObject({ ok: false, fault: { outcome: "out-of-memory" } });
  },
);

test("however many calls came before, it is the last one that is named", async () => {
  const source =
    "let left = 400; export const f = () => 0; export const g = () => { if (--left === 0) process.exit(3); };";
  const { host } = await hostWith(source);
  const steps = Array.from({ length: 800 }, (_, i) => applying(i % 2 === 0 ? "f" : "g")[0] as Step);
  expect(await host.run("m", steps, BUDGET)).toMatchObject({
    ok: false,
    fault: { outcome: "crashed", finding: { code: "host.exit-call", values: { name: "g" } } },
  });
});

test("a stopped host takes no more calls, and says that it was us", async () => {
  const { host } = await hostWith("export function f() { for (;;); }");
  const call = host.run("m", applying("f"), BUDGET);
  await Promise.all([expect(call).rejects.toMatchObject({ code: "HOST_STOPPED" }), host.stop()]);
  await expect(host.run("m", applying("f"), BUDGET)).rejects.toMatchObject({ code: "HOST_STOPPED" });
});

test("a host that dies before any code came is our fault, not a student's", async () => {
  const host = await startHost({ sandbox: SANDBOXES.none });
  process.kill(host.pid, "SIGKILL");
  await expect.poll(() => isAlive(host.pid)).toBe(false);
  await expect(host.load("m", "", 1, BUDGET)).rejects.toMatchObject({
    name: "InfrastructureError",
    code: "HOST_VANISHED",
  });
});

test("two calls at once are a mistake of ours", async () => {
  const { host } = await hostWith("export function f() {}");
  const first = host.run("m", applying("f"), BUDGET);
  await expect(host.run("m", applying("f"), BUDGET)).rejects.toThrow("one call at a time");
  expect((await first).ok).toBe(true);
});

/** Whether there is such a process; one that ended counts until the grader has been told. */
function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
