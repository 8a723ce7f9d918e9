import { DEFAULT_LIMITS, SANDBOXES, startHost, type Host } from "../../grader/host/index.js";
import { Spare } from "../../grader/host/spare.js";
import type { RunPlan } from "./plan.js";

const MIB = 1024 * 1024;

/** What of a plan decides which host is fit. */
export type HostPlan = Pick<RunPlan, "sandbox" | "limits" | "inspect">;

/** Whether any host was taken. */
let taken = false;
const spare = new Spare<Host>();

function start(plan: HostPlan): Promise<Host> {
  const { memoryMiB } = plan.limits;
  const limits = { ...DEFAULT_LIMITS, dataBytes: memoryMiB * MIB, heapBytes: (memoryMiB / 2) * MIB };
  return startHost({ sandbox: SANDBOXES[plan.sandbox], limits, ...(plan.inspect ? { inspect: true } : {}) });
}

function keyOf(plan: HostPlan): string {
  return JSON.stringify([plan.sandbox, plan.limits]);
}

/** Starts the first host, where none was started yet. */
export function readyFirstHost(plan: HostPlan): void {
  if (!taken) readyHost(plan);
}

function readyHost(plan: HostPlan): void {
  // A debugger attaches to the host that works, not to one that waits.
  if (!plan.inspect) spare.ready(keyOf(plan), () => start(plan));
}

/**
 * A host that nothing was loaded into yet. The next one starts while this one works, so that only the first is waited
 * for; one that is never taken dies with this process. Where one submission is all there is, its first host is as a rule
 * the only one.
 *
 * @throws InfrastructureError when it cannot be started.
 */
export async function takeHost(plan: RunPlan): Promise<Host> {
  const isFirst = !taken;
  taken = true;
  const host = await (spare.take(keyOf(plan)) ?? start(plan));
  // Starting a process stops this one for some milliseconds: first this host is given its work.
  if (plan.submissions.length > 1 || !isFirst) setImmediate(() => readyHost(plan));
  return host;
}

/** The next host that is taken is a first one again. */
export function forgetTaken(): void {
  taken = false;
}
