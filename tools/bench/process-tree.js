// What a command costs with everything that it starts, as /proc tells it while the processes run. A host that is killed is
// counted like any other, which the times that a parent is told of its children leave out.
import { readFileSync } from "node:fs";
import { CpuClock, descendants } from "../../dist/grader/host/cpu-clock.js";
import { timed, watched } from "./measure.js";

const LOOK_MS = 5;
const PAGE_KIB = 4;

/** MiB of memory that one process alone has: what processes share is not counted for each of them. */
function ownMebibytes(pid) {
  try {
    const [, resident = 0, shared = 0] = readFileSync(`/proc/${pid}/statm`, "latin1").split(" ").map(Number);
    return ((resident - shared) * PAGE_KIB) / 1024;
  } catch {
    return 0;
  }
}

/**
 * Wall seconds, CPU seconds and the most memory in MiB of a process of a command, with all below it.
 *
 * @param {readonly string[]} command
 * @param {{ topOf?: (pid: number) => number | undefined, lookMs?: number, cwd?: string, anyStatus?: boolean }} [options]
 *   `topOf` tells that process, given the command's own; the command itself where left out
 */
export async function costOf(command, { topOf = (pid) => pid, lookMs = LOOK_MS, ...options } = {}) {
  const clocks = new Map();
  const cpuMs = new Map();
  /** @type {number | undefined} */
  let top;
  let most = 0;
  const look = (pid) => {
    top ??= topOf(pid);
    if (top === undefined) return;
    const alive = new Set([top, ...descendants(top)]);
    for (const one of alive) if (!clocks.has(one)) clocks.set(one, new CpuClock(one));
    for (const [one, clock] of clocks) {
      cpuMs.set(one, clock.read());
      if (alive.has(one)) continue;
      clock.close();
      clocks.delete(one);
    }
    const memory = [...alive].reduce((sum, one) => sum + ownMebibytes(one), 0);
    most = Math.max(most, memory);
  };
  const ms = await timed(() => watched(command, lookMs, look, options));
  for (const clock of clocks.values()) clock.close();
  if (top === undefined) throw new Error("the process to measure was not seen");
  const total = [...cpuMs.values()].reduce((sum, one) => sum + one, 0);
  return { seconds: ms / 1000, cpuSeconds: total / 1000, mebibytes: most };
}
