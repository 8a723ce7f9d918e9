import type { CollectedCheck } from "../../run/collect-outcomes.js";
import type { RecordedOutcome } from "../../../specs/kit/recorded.js";
import type { CodePieces } from "./code-pieces.js";
import { mayConcern } from "./reached-by.js";

/**
 * Whether another run of the same code gives the same. A stack names lines, which move with every line above them, and
 * what ended a host may be the machine's doing.
 */
function isLasting({ outcome, details }: RecordedOutcome): boolean {
  const isVerdict = outcome === "passed" || outcome === "failed" || outcome === "not-implemented";
  return isVerdict && details.stack.length === 0;
}

/** What came of the checks of a student's code as it is now, over all runs while somebody edits. */
export class KnownOutcomes {
  readonly #known = new Map<string, RecordedOutcome>();
  #pieces: CodePieces | null = null;

  /** Forgets what a change to this code may concern. */
  async follow(code: string): Promise<void> {
    // Not before it is wanted: whoever runs the checks once does without the parser.
    const { piecesOf } = await import("./code-pieces.js");
    const now = piecesOf(code);
    const concerns = mayConcern(this.#pieces, now);
    this.#pieces = now;
    for (const [id, { called }] of this.#known) {
      if (called === undefined || concerns(called)) this.#known.delete(id);
    }
  }

  /** Forgets everything. */
  forget(): void {
    this.#known.clear();
  }

  /** Remembers what came of checks of the code that was followed last, and nothing else of those. */
  remember(checks: readonly CollectedCheck[]): void {
    for (const { meta, ran } of checks) {
      const { declared, recorded } = meta;
      if (!ran || recorded === undefined) continue;
      if (isLasting(recorded)) this.#known.set(declared.id, recorded);
      else this.#known.delete(declared.id);
    }
  }

  /** By id. */
  get byId(): Readonly<Record<string, RecordedOutcome>> {
    return Object.fromEntries(this.#known);
  }
}
