import { randomUUID } from "node:crypto";

/** Writes a text into the log of the job. */
type Write = (text: string) => void;

/**
 * Keeps GitHub's runner from taking lines of the log for commands, for they may be a student's. Between a beginning and an
 * end with the same token, which nobody can guess, the runner follows none.
 */
export class CommandFence {
  readonly #write: Write;
  #token: string | undefined;

  constructor(write: Write) {
    this.#write = write;
  }

  /** From here on nothing is a command. */
  close(): void {
    if (this.#token !== undefined) return;
    this.#token = randomUUID();
    this.#write(`::stop-commands::${this.#token}\n`);
  }

  /** From here on commands are commands again. */
  open(): void {
    if (this.#token === undefined) return;
    // What came before may have left its line open.
    this.#write(`\n::${this.#token}::\n`);
    this.#token = undefined;
  }
}
