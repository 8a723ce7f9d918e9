import { readdirSync } from "node:fs";
import { constants, setPriority } from "node:os";

/**
 * Lets what a process does beside its main thread give way to the main threads of all: compiling for speed takes longer
 * than some runs, and they should not wait for it. Where the system knows no priorities of threads, nothing happens.
 */
export function giveWay(pid: number): void {
  if (process.platform !== "linux") return;
  try {
    for (const thread of readdirSync(`/proc/${pid}/task`).map(Number)) {
      if (thread !== pid) setPriority(thread, constants.priority.PRIORITY_LOW);
    }
  } catch {
    // A thread or the process has ended meanwhile, or is not ours: it is only slower then.
  }
}
