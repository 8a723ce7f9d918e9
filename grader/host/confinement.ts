import { descendants } from "./cpu-clock.js";

type Confine = (pid: number) => Promise<void>;

/**
 * Puts a host under limits that can only be set from outside, while it starts: the kernel takes about half as long to move
 * a first process into a control group as the host takes to start, and next to nothing for those right after it.
 */
export class Confinement {
  readonly #confine: Confine;
  readonly #early: Promise<void>;

  /** @param started the process that was started, which starts the host's own */
  constructor(confine: Confine, started: number) {
    this.#confine = confine;
    this.#early = this.#whileItStarts(started);
  }

  /**
   * Resolves once a process below the started one is under the limits. It may not have run a submission before.
   *
   * @throws Error when the machine refuses.
   */
  async of(pid: number): Promise<void> {
    await this.#early;
    await this.#confine(pid);
  }

  /** What fails here, for instance because a process has ended, is tried again for the process that matters. */
  async #whileItStarts(started: number): Promise<void> {
    try {
      await this.#confine(started);
      for (const pid of descendants(started)) await this.#confine(pid);
    } catch {
      // `of` says so.
    }
  }
}
