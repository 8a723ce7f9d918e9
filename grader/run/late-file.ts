import { renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { InfrastructureError } from "../host/index.js";
import { ScratchFolder } from "../storage/scratch-folder.js";
import type { PlannedSubmission } from "../../specs/kit/plan.js";

/** A file that will hold the submissions of a run as soon as they are prepared, for a worker that has started already. */
export class LateFile {
  readonly path: string;
  readonly #folder: ScratchFolder;
  readonly #written: Promise<void>;

  /**
   * @param submissions where they cannot be had, there will be none in the file, and the run ends at once
   * @throws InfrastructureError when there is no place for it.
   */
  constructor(submissions: Promise<readonly PlannedSubmission[]>) {
    try {
      this.#folder = new ScratchFolder("plan");
    } catch (cause) {
      throw cannotWrite(cause);
    }
    this.path = join(this.#folder.path, "submissions.json");
    this.#written = this.#write(submissions);
    this.#written.catch(() => undefined);
  }

  /**
   * Takes the file away, once nobody looks for it any more.
   *
   * @throws InfrastructureError when it could not be written.
   */
  async close(): Promise<void> {
    try {
      await this.#written;
    } finally {
      this.#folder.remove();
    }
  }

  async #write(submissions: Promise<readonly PlannedSubmission[]>): Promise<void> {
    const known = await submissions.catch(() => []);
    try {
      // Whoever sees it sees all of it.
      writeFileSync(`${this.path}.draft`, JSON.stringify(known));
      renameSync(`${this.path}.draft`, this.path);
    } catch (cause) {
      // The worker sees that, too, and stops looking.
      this.#folder.remove();
      throw cannotWrite(cause);
    }
  }
}

function cannotWrite(cause: unknown): InfrastructureError {
  const text = cause instanceof Error ? cause.message : String(cause);
  return new InfrastructureError("SPECS_FAILED", `no place for the plan: ${text}`, { cause });
}
