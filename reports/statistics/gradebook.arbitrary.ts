import * as fc from "fast-check";
import type {
  Gradebook,
  GradebookCheck,
  GradebookEntry,
  GradedCheck,
} from "../../grader/result/gradebook.js";
import { exampleGradebook } from "../../grader/result/gradebook.example.js";
import { OUTCOMES } from "../../grader/result/outcome.js";

const IDS = ["forward.a", "forward.b", "backward.c", "backward.d"];
const MISTAKES = ["relu-hidden", "no-softmax", "constructor"];

function graded(id: string): fc.Arbitrary<GradedCheck> {
  return fc
    .record({
      outcome: fc.constantFrom(...OUTCOMES, "passed" as const, "passed" as const),
      tenths: fc.integer({ min: 0, max: 30 }),
      mistake: fc.option(fc.constantFrom(...MISTAKES)),
      durationMs: fc.integer({ min: 0, max: 1000 }),
    })
    .map(({ outcome, tenths, mistake, durationMs }) => ({
      id,
      outcome,
      earned: outcome === "passed" ? 3 : tenths / 10,
      mistake: outcome === "failed" ? mistake : null,
      durationMs,
    }));
}

/** A check worth three points. */
export function threePointCheck(id: string): GradebookCheck {
  const [part = ""] = id.split(".");
  return { id, part, title: id, kind: "golden", visibility: "public", points: 3 };
}

/** A student whose checks ended like this; nobody has any who was not graded. */
export function studentWith(
  index: number,
  checks: GradedCheck[],
  state: GradebookEntry["state"] = "graded",
): GradebookEntry {
  const [example] = exampleGradebook().entries;
  if (example === undefined) throw new Error("the example has no entry");
  const own = state === "graded" ? checks : [];
  return { ...example, id: `s${index}`, name: `Student ${index}`, state, checks: own };
}

/** The checks and entries of gradebooks: few checks, up to 30 students, every outcome. */
export const gradebooks: fc.Arbitrary<Pick<Gradebook, "checks" | "entries">> = fc
  .array(
    fc.record({
      checks: fc.tuple(...IDS.map(graded)),
      state: fc.constantFrom("graded" as const, "graded" as const, "not-collected" as const),
    }),
    { maxLength: 30 },
  )
  .map((students) => ({
    checks: IDS.map(threePointCheck),
    entries: students.map(({ checks, state }, index) => studentWith(index, checks, state)),
  }));
