import { exampleGradebook } from "../result/gradebook.example.js";
import type { Gradebook, GradebookEntry } from "../result/index.js";
import { applyAdjustments } from "./adjustments/apply-adjustments.js";

/** The example's graded student under another name, with other things of hers changed. */
export function student(id: string, changes: Partial<GradebookEntry> = {}): GradebookEntry {
  const [ada] = exampleGradebook().entries;
  if (ada === undefined) throw new Error("the example has an entry");
  return { ...applyAdjustments(ada, ada.adjustments), id, name: id, email: `${id}@example.org`, ...changes };
}

/** The example's student of whom there is no result, under another name. */
export function nobody(id: string, changes: Partial<GradebookEntry> = {}): GradebookEntry {
  const kim = exampleGradebook().entries[1];
  if (kim === undefined) throw new Error("the example has two entries");
  return { ...kim, id, name: id, email: `${id}@example.org`, ...changes };
}

/** The example's gradebook with these students. */
export function classOf(...entries: GradebookEntry[]): Gradebook {
  return { ...exampleGradebook(), entries };
}
