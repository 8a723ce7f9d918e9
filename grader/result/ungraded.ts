import type { GradebookEntry } from "./gradebook.js";

/** Who a student of a gradebook is. */
export type GradebookPerson = Pick<GradebookEntry, "id" | "name" | "email" | "section" | "source">;

/** The rest of the entry of somebody of whose work nothing is there: fresh each time, to be filled. */
export function ungraded(): Omit<GradebookEntry, keyof GradebookPerson | "state"> {
  return {
    findings: [],
    handedIn: null,
    bundleHash: null,
    checksScore: null,
    adjustments: [],
    penalty: 0,
    score: null,
    parts: [],
    checks: [],
    files: { student: null, teacher: null },
  };
}
