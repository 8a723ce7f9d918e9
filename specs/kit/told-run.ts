import type { RecordedOutcome } from "./recorded.js";
import type { RunPlan } from "./plan.js";

/** The run that a standing judge is told of, as JSON. */
export interface ToldRun {
  /** Which one it is, for those that it is told of later. */
  readonly run: number;
  /** Without what is known. */
  readonly plan: RunPlan;
  /** The checks that are not run again, by id. */
  readonly known: readonly string[];
  /** The parts whose files are run, in this order. */
  readonly parts: readonly string[];
  /** What the names of the tests must match, as vitest knows them. */
  readonly pattern: Pick<RegExp, "source" | "flags">;
}

/** What a standing judge says of a run, as JSON: first what it will judge, then what comes of it. */
export type Judged = { readonly run: number } & (
  | { readonly checks: readonly string[] }
  /** Without an outcome, something of ours went wrong. */
  | { readonly check: string; readonly recorded: RecordedOutcome | null }
);
