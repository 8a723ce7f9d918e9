/**
 * The result of grading one submission: its types, its schema, and how to read and write it.
 *
 * @module
 */
export { CHECK_KINDS, OUTCOMES, SANDBOX_LEVELS, VISIBILITIES } from "./outcome.js";
export type { CheckKind, Outcome, SandboxLevel, Visibility } from "./outcome.js";
export type {
  AxisIndex,
  HeatmapPicture,
  LinesPicture,
  Picture,
  PlainNumber,
  ScatterPicture,
} from "./picture.js";
export { RESULT_SCHEMA } from "./result.js";
export type {
  CheckDetails,
  CheckResult,
  Diagnosis,
  Finding,
  PartScore,
  Result,
  StackLine,
  SubmissionProblem,
  WorstEntry,
} from "./result.js";
export { ENTRY_STATES, GRADEBOOK_SCHEMA, TIME_SOURCES } from "./gradebook.js";
export type {
  Adjustment,
  EntryFiles,
  EntryState,
  GradebookCheck,
  Gradebook,
  GradebookEntry,
  GradedCheck,
  HandIn,
  SimilarPair,
  TimeSource,
} from "./gradebook.js";
export { gradebookSchema } from "./gradebook.schema.js";
export { gradebookText } from "./gradebook-text.js";
export { readGradebook } from "./read-gradebook.js";
export type { ReadGradebook } from "./read-gradebook.js";
export type { ReadProblem } from "./read-problem.js";
export { isFaulty } from "./is-faulty.js";
export { readResult } from "./read-result.js";
export { ungraded, type GradebookPerson } from "./ungraded.js";
export { sealedResult } from "./sealed-result.js";
export type { ReadResult } from "./read-result.js";
export { resultSchema } from "./result.schema.js";
export { resultText } from "./result-text.js";
