import type { HandIn } from "../result/gradebook.js";
import type { Finding, SubmissionProblem } from "../result/result.js";

/** A state of a student's work that may count. */
export interface Candidate {
  readonly handIn: HandIn;
  /** Its files; null where they were not written, because {@link problems} forbid it. */
  readonly folder: string | null;
  /** Why it cannot be run at all; empty where it can. */
  readonly problems: readonly SubmissionProblem[];
}

/** What came of asking for a student's work. */
export type Collected =
  | {
      readonly state: "collected";
      /** One or two; what was in time stands first. The better one counts. */
      readonly candidates: readonly [Candidate, ...Candidate[]];
      /** What a teacher should know though it stops nothing. */
      readonly findings: readonly Finding[];
    }
  | {
      readonly state: "not-collected";
      /** Why, most important first. */
      readonly findings: readonly [Finding, ...Finding[]];
    };
