import type { Outcome } from "./outcome.js";
import type { CheckDetails, CheckResult, Result } from "./result.js";

const VERDICTS: ReadonlySet<Outcome> = new Set([
  "passed",
  "not-implemented",
  "skipped",
  "infrastructure-error",
]);

/** How a check ended tells something of its inputs, so of a hidden one only the verdict is left. */
function verdictOf(outcome: Outcome): Outcome {
  return VERDICTS.has(outcome) ? outcome : "failed";
}

function sealedCheck(check: CheckResult): CheckResult {
  const details: CheckDetails = {
    findings: [],
    notes: [],
    worst: null,
    pictures: [],
    stack: [],
    output: "",
    reproduce: "",
  };
  return {
    ...check,
    outcome: verdictOf(check.outcome),
    message: "",
    details,
    diagnosis: null,
    durationMs: 0,
  };
}

/**
 * The result as it may leave a teacher's hands: hidden checks keep their name, points and verdict only. A sealed result
 * sealed again is the same.
 */
export function sealedResult(result: Result): Result {
  const checks = result.checks.map((check) => (check.visibility === "hidden" ? sealedCheck(check) : check));
  return { ...result, checks };
}
