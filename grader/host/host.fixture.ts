import { spawnSync } from "node:child_process";
import { onTestFinished } from "vitest";
import type { Code, Host, LoadResult } from "./host.js";
import type { HostLimits } from "./sandbox/limits.js";
import { type Sandbox, SANDBOXES } from "./sandbox/sandbox.js";
import { startHost } from "./start-host.js";
import type { Argument, Step, StepAnswer, Value } from "./wire/message.js";

/** Enough for every test that does not run out of it on purpose. */
export const BUDGET = { cpuMs: 5000, wallMs: 20_000 };

/** The sandboxes that this machine has; a missing one is told aloud. */
export function sandboxesHere(): Sandbox[] {
  if (spawnSync("bwrap", ["--version"]).status === 0)
    return [SANDBOXES.none, SANDBOXES.permission, SANDBOXES.bubblewrap];
  console.warn("SKIPPED: every test in bubblewrap. Install the package bubblewrap to run them.");
  return [SANDBOXES.none, SANDBOXES.permission];
}

/** A host with code in it as module `m`, stopped when the test ends. */
export async function hostWith(
  code: Code,
  sandbox: Sandbox = SANDBOXES.none,
  limits?: HostLimits,
): Promise<{ host: Host; loaded: LoadResult }> {
  const host = await startHost({ sandbox, ...(limits === undefined ? {} : { limits }) });
  onTestFinished(() => host.stop());
  return { host, loaded: await host.load("m", code, 1, BUDGET) };
}

/** The answers to a script; throws where there are none. */
export async function answersOf(host: Host, steps: readonly Step[]): Promise<readonly StepAnswer[]> {
  const run = await host.run("m", steps, BUDGET);
  if (!run.ok) throw new Error(`no answers: ${run.fault.outcome}`);
  return run.answers;
}

/** `module[name](...args)`, and its value. */
export function applying(name: string, ...args: Argument[]): Step[] {
  return [
    { op: "apply", name, args },
    { op: "give", from: { register: 0, path: [] } },
  ];
}

/** What a function `f` of some code gives. */
export async function valueOf(code: string, ...args: Argument[]): Promise<Value> {
  const { host } = await hostWith(code);
  const answer = (await answersOf(host, applying("f", ...args)))[1];
  if (answer?.status !== "value") throw new Error(`no value: ${JSON.stringify(answer)}`);
  return answer.value;
}
