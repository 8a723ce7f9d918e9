import type { Writable } from "node:stream";
import { judgedFrame } from "../../specs/kit/outcome-pipe.js";
import type { Judged } from "../../specs/kit/told-run.js";

/** What a standing judge says of one run, for every worker that comes to hear it, however late. */
export class JudgedRun {
  readonly #said: Buffer[] = [];
  readonly #pipes = new Set<Writable>();
  #left: number | null = null;
  #isOver = false;

  say(judged: Judged): void {
    if (this.#isOver) return;
    const frame = judgedFrame(judged);
    this.#said.push(frame);
    for (const pipe of this.#pipes) pipe.write(frame);
    this.#left = "checks" in judged ? judged.checks.length : (this.#left ?? 0) - 1;
    if (this.#left === 0) this.end();
  }

  /** Nothing more is said; a worker judges by itself what is missing. */
  end(): void {
    this.#isOver = true;
    for (const pipe of this.#pipes) pipe.end();
    this.#pipes.clear();
  }

  /** Lets a worker hear it all through its pipe. */
  tell(pipe: Writable): void {
    for (const frame of this.#said) pipe.write(frame);
    if (this.#isOver) pipe.end();
    else this.#pipes.add(pipe);
  }
}
