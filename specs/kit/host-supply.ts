import { DEFAULT_LIMITS, SANDBOXES, startHost, type Host } from "../../grader/host/index.js";
import type { RunPlan } from "./plan.js";

const MIB = 1024 * 1024;

let spare: { readonly key: string; readonly host: Promise<Host> } | null = null;

function start(plan: RunPlan): Promise<Host> {
  const { memoryMiB } = plan.limits;
  const limits = { ...DEFAULT_LIMITS, dataBytes: memoryMiB * MIB, heapBytes: (memoryMiB / 2) * MIB };
  return startHost({ sandbox: SANDBOXES[plan.sandbox], limits, ...(plan.inspect ? { inspect: true } : {}) });
}

/**
 * A host that nothing was loaded into yet. The next one starts while this one works, so that only the first is waited
 * for; one that is never taken dies with this process.
 *
 * @throws InfrastructureError when it cannot be started.
 */
export async function takeHost(plan: RunPlan): Promise<Host> {
  const key = JSON.stringify([plan.sandbox, plan.limits]);
  const waiting = spare?.key === key ? spare.host : start(plan);
  spare = null;
  const host = await waiting;
  if (!plan.inspect) {
    const next = start(plan);
    // Whoever takes it hears of a failure; until then it must not end the process.
    next.catch(() => undefined);
    spare = { key, host: next };
  }
  return host;
}
