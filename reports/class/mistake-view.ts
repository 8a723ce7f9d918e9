import type { Gradebook } from "../../grader/result/gradebook.js";
import { commonMistakes } from "../statistics/common-mistakes.js";
import { percentOf } from "../view/part-view.js";
import type { ClassReportOptions } from "./class-options.js";
import { type PersonView, personView } from "./person-view.js";

/** A known mistake of the class, ready to be shown. */
export interface MistakeView {
  /** Its place in the list, which is its name within the page. */
  index: number;
  mistake: string;
  /** What the assignment advises; empty where it has nothing to say. */
  hint: string;
  /** How many students made it. */
  count: number;
  /** Of all that were graded, from 0 to 100. */
  percent: number;
  /** Where it shows: the place of the check in the handout, its id, and how many students. */
  checks: { index: number; id: string; count: number }[];
  people: PersonView[];
}

/** The known mistakes of a class, those that most students made first. */
export function mistakeViews(gradebook: Gradebook, { texts }: ClassReportOptions): MistakeView[] {
  const graded = gradebook.entries.filter(({ state }) => state === "graded").length;
  const place = new Map(gradebook.checks.map(({ id }, index) => [id, index]));
  return commonMistakes(gradebook).map(({ mistake, made, checks }, index) => ({
    index,
    mistake,
    hint: texts.hints[mistake] ?? "",
    count: made.length,
    percent: percentOf(made.length, graded),
    checks: checks.map(({ value, count }) => ({ index: place.get(value) ?? 0, id: value, count })),
    people: made.map(({ entry, check }) => personView(entry, check)),
  }));
}
