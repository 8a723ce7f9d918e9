import { setTimeout as pause } from "node:timers/promises";
import { RepositoryFault } from "./repository-fault.js";

/**
 * Does something until it succeeds, as long as its failures may pass.
 *
 * @param pausesMs the pauses between the attempts; one attempt more than these is made
 * @throws RepositoryFault of the last attempt, and whatever else goes wrong at once.
 */
export async function retry<T>(
  work: () => Promise<T>,
  pausesMs: readonly number[],
  signal: AbortSignal,
): Promise<T> {
  for (const pauseMs of pausesMs) {
    try {
      return await work();
    } catch (fault) {
      if (!(fault instanceof RepositoryFault) || !fault.isTransient) throw fault;
    }
    await pause(pauseMs, undefined, { signal }).catch(() => signal.throwIfAborted());
  }
  return work();
}
