import type { EntryState, Finding, Outcome } from "../../result/index.js";

/** A check that ended otherwise, or earned other points, than before. */
export interface MovedCheck {
  readonly id: string;
  /** Null where there was, or is, no such check. */
  readonly before: { readonly outcome: Outcome; readonly earned: number } | null;
  readonly after: { readonly outcome: Outcome; readonly earned: number } | null;
}

/** Where a student stood or stands. */
export interface Standing {
  readonly state: EntryState;
  readonly score: number | null;
}

/** A student whose state, score or checks are others than before. */
export interface MovedEntry {
  readonly id: string;
  readonly name: string;
  readonly before: Standing;
  readonly after: Standing;
  /** After minus before; null where one of them has no score. */
  readonly delta: number | null;
  readonly checks: readonly MovedCheck[];
  /** Everything that is different and may be why; sentences of `compare.json`. */
  readonly reasons: readonly Finding[];
}

/** A student who is in one of two gradebooks only. */
export interface OneSided {
  readonly id: string;
  readonly name: string;
  readonly score: number | null;
}

/** What became different between two gradebooks of one assignment. */
export interface Comparison {
  readonly assignment: string;
  /** How many students are in both. */
  readonly compared: number;
  /** What is different for everyone: seeds, versions, the machine; sentences of `compare.json`. */
  readonly changes: readonly Finding[];
  /** In the order of the new gradebook. */
  readonly moved: readonly MovedEntry[];
  readonly joined: readonly OneSided[];
  readonly left: readonly OneSided[];
}
