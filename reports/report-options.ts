import type { Language } from "../grader/locale/language.js";
import type { Result } from "../grader/result/result.js";
import type { Adjustment, HandIn } from "../grader/result/gradebook.js";

/** What an assignment says about itself, in one language: its `texts/<language>.json`. */
export interface AssignmentTexts {
  title: string;
  /** The name of each part, by its id. */
  parts: Readonly<Record<string, string>>;
  /** What each check is called and what it expects in the notation of the handout, by its id. */
  checks: Readonly<Record<string, { title: string; expected: string }>>;
  /** The hint for each known mistake. */
  hints: Readonly<Record<string, string>>;
}

/** Who reads a report: a `student` learns of a hidden check its name and verdict only. */
export type Audience = "student" | "teacher";

/** How a submission was graded in a batch, beyond what its checks earned. */
export interface Grading {
  /** What was handed in, and when; null where that is not known. */
  handedIn: HandIn | null;
  /** Marks that a person gave or took. */
  adjustments: readonly Adjustment[];
  /** What lateness took, in points, at least 0. */
  penalty: number;
  /** What counts. */
  score: number;
}

/** What every report needs besides the result. */
export interface ReportOptions {
  language: Language;
  audience: Audience;
  /** In the same language; a check or part that it does not name is called as the result calls it. */
  texts: AssignmentTexts;
  /** Then its score is the one shown, and the report explains how it came about. */
  grading?: Grading;
  /** An earlier result of the same work; the report then says what got better or worse since. */
  earlier?: Result;
}
