import { WinnowFilter } from "@dodona/dolos-core";

/**
 * How many tokens a fingerprint stands for: a node has three, so this is a line or two. With the 23 of Dolos for
 * grammars with more kinds of nodes, independent solutions share twice as much.
 */
const RUN = 35;
/** Of so many runs in a row at least one becomes a fingerprint, as in Dolos. */
const WINDOW = 17;

/** A run of tokens that was chosen to stand for those around it. */
export interface Fingerprint {
  /** Equal where the tokens are. */
  readonly hash: number;
  /** Its first and its last token. */
  readonly start: number;
  readonly stop: number;
}

/**
 * The fingerprints of a text of tokens, in its order: the same runs are chosen in another text wherever it has the same
 * 51 tokens in a row, or more (winnowing: Schleimer, Wilkerson and Aiken, 2003).
 */
export function fingerprintsOf(tokens: readonly string[]): Fingerprint[] {
  return new WinnowFilter(RUN, WINDOW).fingerprints([...tokens]);
}
