import type { Gradebook, GradebookEntry } from "../../grader/result/gradebook.js";
import { type Tally, tallies } from "./commonest.js";

/** A known mistake that somebody of the class made. */
export interface CommonMistake {
  /** A key of the assignment's hints. */
  mistake: string;
  /** Who made it, in the order of the roster, each with the first check that shows it. */
  made: { entry: GradebookEntry; check: string }[];
  /** The checks that show it, in the order of the handout, with how many students each. */
  checks: Tally[];
}

/** The known mistakes of a class, those that most students made first. */
export function commonMistakes(gradebook: Pick<Gradebook, "checks" | "entries">): CommonMistake[] {
  const place = new Map(gradebook.checks.map(({ id }, index) => [id, index]));
  const inOrder = (a: Tally, b: Tally): number => (place.get(a.value) ?? 0) - (place.get(b.value) ?? 0);
  const found = new Map<string, { made: CommonMistake["made"]; checks: string[] }>();
  for (const entry of gradebook.entries) {
    const own = new Set<string>();
    for (const { id, mistake } of entry.state === "graded" ? entry.checks : []) {
      if (mistake === null) continue;
      const one = found.get(mistake) ?? { made: [], checks: [] };
      found.set(mistake, one);
      one.checks.push(id);
      if (!own.has(mistake)) one.made.push({ entry, check: id });
      own.add(mistake);
    }
  }
  return [...found]
    .map(([mistake, { made, checks }]) => ({ mistake, made, checks: tallies(checks).toSorted(inOrder) }))
    .toSorted((a, b) => b.made.length - a.made.length || (a.mistake < b.mistake ? -1 : 1));
}
