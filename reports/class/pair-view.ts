import type { GradebookEntry, SimilarPair } from "../../grader/result/gradebook.js";
import { percentOf } from "../view/part-view.js";
import { type PersonView, personView } from "./person-view.js";

/** Two submissions that are much alike, ready to be shown. */
export interface PairView {
  left: PersonView;
  right: PersonView;
  /** From 0 to 100. */
  percent: number;
  /** In tokens. */
  longestFragment: number;
}

/** The pairs most alike; a student whom the gradebook does not know is called by the id. */
export function pairViews(pairs: readonly SimilarPair[], entries: readonly GradebookEntry[]): PairView[] {
  const known = new Map(entries.map((entry) => [entry.id, entry]));
  const person = (id: string): PersonView => {
    const entry = known.get(id);
    return entry === undefined ? { name: id, id, href: "" } : personView(entry);
  };
  return pairs.map(({ left, right, similarity, longestFragment }) => ({
    left: person(left),
    right: person(right),
    percent: percentOf(similarity, 1),
    longestFragment,
  }));
}
