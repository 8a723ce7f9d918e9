import type { CheckResult, Finding, Result } from "../../grader/result/result.js";
import { shownPoints } from "../text/format-number.js";
import { toneOf } from "./tone.js";

function finding(key: string, values: Finding["values"] = {}): Finding {
  return { code: `report.verdict.${key}`, values };
}

function missing(checks: readonly CheckResult[]): string {
  return shownPoints(checks.reduce((sum, check) => sum + check.points - check.earned, 0));
}

function isUntouched(checks: readonly CheckResult[]): boolean {
  return checks.length > 0 && checks.every((check) => toneOf(check.outcome) === "waiting");
}

/** Whether what was handed in could not even be loaded; its problems then say why. */
export function isNotLoaded({ checks, submission }: Result): boolean {
  const isUntried = checks.length > 0 && checks.every(({ outcome }) => outcome === "skipped");
  return isUntried && submission.problems.length > 0;
}

function ofPublic(checks: readonly CheckResult[]): Finding {
  const open = checks.filter((check) => check.outcome !== "passed");
  if (checks.length === 0) return finding("nothing-ran");
  if (open.length === 0) return finding("public-passed", { count: checks.length });
  if (isUntouched(checks)) return finding("not-begun");
  return finding("open", { count: open.length, all: checks.length, points: missing(open) });
}

function ofHidden(checks: readonly CheckResult[]): Finding[] {
  const passed = checks.filter((check) => check.outcome === "passed").length;
  if (checks.length === 0) return [];
  if (passed === checks.length) return [finding("hidden-passed", { count: passed })];
  return [finding("hidden-open", { count: checks.length, passed })];
}

/**
 * Where the submission stands, in a few sentences. Hidden checks are always told apart, so that nobody reads
 * "all checks passed" and then misses points; a fault of ours is never told as one of the student.
 *
 * @param score what counts, where that is not what the checks earned: nobody has full marks who was late
 */
export function verdict(result: Result, score: number = result.score): Finding[] {
  if (isNotLoaded(result)) return [finding("not-loaded")];
  const faults = result.checks.filter((check) => check.outcome === "infrastructure-error");
  const judged = result.checks.filter((check) => check.outcome !== "infrastructure-error");
  const hidden = judged.filter((check) => check.visibility === "hidden");
  const shown = judged.filter((check) => check.visibility === "public");
  const allPassed = judged.length > 0 && judged.every((check) => check.outcome === "passed");
  const isComplete = allPassed && faults.length === 0;
  return [
    ...(isComplete ? [finding(score >= result.maxScore ? "complete" : "all-right")] : []),
    ofPublic(shown),
    ...(isUntouched(shown) ? [] : ofHidden(hidden)),
    ...(faults.length === 0 ? [] : [finding("fault", { count: faults.length })]),
  ];
}
