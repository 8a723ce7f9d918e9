import { totalPoints } from "../../grader/result/points.js";
import type { CheckResult, Result } from "../../grader/result/result.js";

/** Why two results cannot be compared: what each asked was not the same. */
export type Difference = "assignment" | "version" | "seed" | "grader";

/** The points of a part, or of all of them, in two results. */
export interface PointsChange {
  readonly id: string;
  readonly before: number;
  readonly after: number;
}

/** One check in two results. */
export interface CheckChange {
  readonly before: CheckResult;
  readonly after: CheckResult;
}

/** What has changed from one result to a later one. */
export type Progress =
  | { readonly kind: "different"; readonly differences: readonly Difference[] }
  | {
      readonly kind: "compared";
      readonly total: Omit<PointsChange, "id">;
      /** The parts whose points have changed, in the order of the handout. */
      readonly parts: readonly PointsChange[];
      /** The checks that earn more, and those that earn less, in the order of the handout. */
      readonly better: readonly CheckChange[];
      readonly worse: readonly CheckChange[];
    };

/** One that was left out, or that we failed to judge, says nothing about the submission. */
function isJudged({ outcome, details }: CheckResult): boolean {
  return (
    outcome !== "infrastructure-error" && details.findings.every(({ code }) => code !== "check.left-out")
  );
}

function differencesOf(earlier: Result, now: Result): Difference[] {
  const same: Readonly<Record<Difference, boolean>> = {
    assignment: earlier.assignment.id === now.assignment.id,
    version: earlier.assignment.version === now.assignment.version,
    seed: earlier.seed === now.seed,
    grader: earlier.versions.gradecheck === now.versions.gradecheck,
  };
  const all: readonly Difference[] = ["assignment", "version", "seed", "grader"];
  const differences = all.filter((difference) => !same[difference]);
  // Another assignment has another version too, and nobody needs to be told.
  return differences[0] === "assignment" ? ["assignment"] : differences;
}

function sumOf(changes: readonly CheckChange[]): Omit<PointsChange, "id"> {
  return {
    before: totalPoints(changes.map(({ before }) => before.earned)),
    after: totalPoints(changes.map(({ after }) => after.earned)),
  };
}

/**
 * What has changed between two results of the same questions. Only checks that both have judged count, in the points too, so
 * what the changed checks gained and lost adds up to what their parts did, and that to the total.
 */
export function progress(earlier: Result, now: Result): Progress {
  const differences = differencesOf(earlier, now);
  if (differences.length > 0) return { kind: "different", differences };
  const known = new Map(earlier.checks.filter(isJudged).map((check) => [check.id, check]));
  const changes = now.checks.filter(isJudged).flatMap((after): CheckChange[] => {
    const before = known.get(after.id);
    return before === undefined ? [] : [{ before, after }];
  });
  const parts = now.parts.map(({ id }) => ({
    id,
    ...sumOf(changes.filter(({ after }) => after.part === id)),
  }));
  return {
    kind: "compared",
    total: sumOf(changes),
    parts: parts.filter(({ before, after }) => before !== after),
    better: changes.filter(({ before, after }) => after.earned > before.earned),
    worse: changes.filter(({ before, after }) => after.earned < before.earned),
  };
}
