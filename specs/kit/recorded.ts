import type {
  CheckDetails,
  CheckKind,
  Diagnosis,
  Finding,
  Outcome,
  Visibility,
} from "../../grader/result/index.js";

/** A check as its spec declares it. */
export interface DeclaredCheck {
  readonly id: string;
  readonly part: string;
  readonly title: string;
  readonly points: number;
  readonly kind: CheckKind;
  readonly visibility: Visibility;
}

/** What became of a check for one submission; what is missing of a CheckResult is derived from it. */
export interface RecordedOutcome {
  readonly outcome: Outcome;
  readonly details: Omit<CheckDetails, "reproduce">;
  readonly diagnosis: Diagnosis | null;
  readonly durationMs: number;
  /** The names by which it reached into the submission, where a later run may ask whether it must run again. */
  readonly called?: readonly string[];
}

/** What travels from the spec's process to the reporter in a test's `meta`. */
export interface CheckMeta {
  readonly submission: string;
  readonly declared: DeclaredCheck;
  /** Missing until the check has run. */
  readonly recorded?: RecordedOutcome;
}

declare module "vitest" {
  interface TaskMeta {
    gradecheck?: CheckMeta;
  }
}

/** A recorded outcome that shows nothing but findings. */
export function recordFindings(outcome: Outcome, findings: Finding[], durationMs = 0): RecordedOutcome {
  const details = { findings, notes: [], worst: null, pictures: [], stack: [], output: "" };
  return { outcome, details, diagnosis: null, durationMs };
}
