import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onExit } from "signal-exit";

/** A folder of this process alone, which goes with it at the latest, also where a signal ends it. */
export class ScratchFolder {
  readonly path: string;
  readonly #forget: () => void;

  /**
   * @param purpose a word for whoever finds it while it is there
   * @throws Error when it cannot be made, as on a full disk.
   */
  constructor(purpose: string) {
    // Before it is there, for a signal may come at any time, and after all others have ended what writes into it.
    this.#forget = onExit(() => this.#take(), { alwaysLast: true });
    try {
      this.path = realpathSync(mkdtempSync(join(tmpdir(), `gradecheck-${purpose}-`)));
    } catch (cause) {
      this.#forget();
      throw cause;
    }
  }

  /** Takes it away, with all that is in it. */
  remove(): void {
    this.#forget();
    this.#take();
  }

  #take(): void {
    // What writes into it may still be dying.
    rmSync(this.path, { recursive: true, force: true, maxRetries: 3 });
  }
}
