import type { AssignmentTexts } from "../../assignment/texts.js";
import type { Language } from "../../locale/language.js";
import type { GradebookEntry } from "../../result/index.js";

/** What every format of a single result needs besides the result. */
export interface PlatformOptions {
  /** Of the texts for people. */
  readonly language: Language;
  /** In the same language; a check or part that it does not name is called as the result calls it. */
  readonly texts: Pick<AssignmentTexts, "parts" | "checks" | "hints">;
  /** The student's entry, where the result is part of a batch: lateness and marks by hand are in it. */
  readonly entry?: GradebookEntry;
}
