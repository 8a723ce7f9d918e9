import { isDeepStrictEqual } from "node:util";
import type { HostFault } from "../../grader/host/index.js";

/** So many loads in a row that die of the same say what the next one will. */
const ENOUGH = 3;

/** What the machine does that is short of memory: the next load may find some. */
const PASSING = /^host\.killed-/;

/**
 * The faults that the last loads of a submission died of. Code that never comes to an end when it is loaded takes seconds
 * each time, and it is loaded for every check.
 */
export class LoadFaults {
  #last: HostFault | null = null;
  #count = 0;

  /** The fault that every further load would die of; null where it is worth trying. */
  get certain(): HostFault | null {
    return this.#count >= ENOUGH ? this.#last : null;
  }

  /** Remembers that a load died. */
  add(fault: HostFault): void {
    this.#count = isDeepStrictEqual(fault, this.#last) ? this.#count + 1 : 1;
    this.#last = PASSING.test(fault.finding.code) ? null : fault;
  }

  /** Forgets them, as a load has ended. */
  clear(): void {
    this.#last = null;
    this.#count = 0;
  }
}
