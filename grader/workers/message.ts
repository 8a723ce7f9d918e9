import type { Result } from "../result/index.js";
import type { SubmissionFolder } from "../run/run-plan.js";
import type { RunPlan } from "../../specs/kit/plan.js";

/** What a worker is given: some prepared submissions of one assignment. */
export interface Chunk {
  readonly plan: RunPlan;
  readonly submissions: readonly SubmissionFolder[];
  /** The hash of each bundle by the submission's id; null where there is no bundle. */
  readonly hashes: readonly (readonly [string, string | null])[];
}

/** What a worker says. It is our own process: it never runs a line of a submission. */
export type WorkerWord =
  | { readonly type: "check" }
  | { readonly type: "result"; readonly result: Result }
  | { readonly type: "done" }
  | { readonly type: "fault"; readonly message: string };
