import type { CheckKind, Outcome, SandboxLevel, Visibility } from "./outcome.js";
import type { AxisIndex, Picture, PlainNumber } from "./picture.js";

/** The name and version of the format; a reader refuses any other. */
export const RESULT_SCHEMA = "gradecheck/result@1";

/** A sentence as data: a key of the locale files and the values that the sentence needs. */
export interface Finding {
  code: string;
  values: Record<string, string | number>;
}

/** The entry of a tensor where got and expected are farthest apart. */
export interface WorstEntry {
  /** What the tensor is called in the handout, such as `y` or `dW1`. */
  what: string;
  /** One named index per axis, such as `example 1, class 0`. */
  axes: AxisIndex[];
  expected: PlainNumber;
  got: PlainNumber;
  /** How far apart the two are, and how far apart they may be. */
  miss: PlainNumber;
  allowed: PlainNumber;
}

/** A line of a stack trace, in the student's own file. */
export interface StackLine {
  file: string;
  line: number;
  column: number;
  function: string;
}

/** Everything a report may show about one check. */
export interface CheckDetails {
  /** Why the check ended as it did, most important first; empty where it passed with nothing to say. */
  findings: Finding[];
  /** What is worth knowing though it costs nothing: float32 work, which way the points were earned. */
  notes: Finding[];
  worst: WorstEntry | null;
  pictures: Picture[];
  stack: StackLine[];
  /** What the student's code printed during the check, head and tail kept. */
  output: string;
  /** A command line that repeats this check alone. */
  reproduce: string;
}

/** A known mistake whose answer equals the submission's on the same inputs. */
export interface Diagnosis {
  /** The mutant of the corpus, such as `relu-hidden`. */
  mistake: string;
  /** Its hint in English; `hint.<mistake>` in the assignment's texts. */
  hint: string;
}

/** One graded test and what became of it. */
export interface CheckResult {
  /** `<part>.<name>`, unique within the assignment. */
  id: string;
  part: string;
  title: string;
  kind: CheckKind;
  visibility: Visibility;
  points: number;
  earned: number;
  outcome: Outcome;
  /** The findings as one English text; empty where there is nothing to say. */
  message: string;
  details: CheckDetails;
  diagnosis: Diagnosis | null;
  /** Milliseconds. */
  durationMs: number;
}

/** The points of one part of the assignment. */
export interface PartScore {
  id: string;
  score: number;
  maxScore: number;
}

/** Why a submission could not be run at all, or what it should know, with the place. */
export interface SubmissionProblem {
  finding: Finding;
  /** In English. */
  message: string;
  file: string | null;
  line: number | null;
  column: number | null;
}

/** All outcomes of one submission, scored: `result.json`. */
export interface Result {
  schema: typeof RESULT_SCHEMA;
  assignment: { id: string; version: string };
  submission: {
    id: string;
    source: string;
    commit?: string;
    /** SHA-256 of the bundle in hexadecimal; null where there is no bundle. */
    bundleHash: string | null;
    problems: SubmissionProblem[];
  };
  seed: number;
  sandbox: SandboxLevel;
  score: number;
  maxScore: number;
  parts: PartScore[];
  checks: CheckResult[];
  /** ISO 8601, UTC. */
  startedAt: string;
  /** Milliseconds. */
  durationMs: number;
  versions: { gradecheck: string; node: string; vitest: string };
}
