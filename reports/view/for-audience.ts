import type { Outcome } from "../../grader/result/outcome.js";
import type { CheckResult, Result } from "../../grader/result/result.js";
import type { Audience } from "../report-options.js";

/** How a check ended tells something of its inputs, so of a hidden one only the verdict is left. */
function verdictOf(outcome: Outcome): Outcome {
  const isVerdict =
    outcome === "passed" || outcome === "not-implemented" || outcome === "infrastructure-error";
  return isVerdict ? outcome : "failed";
}

function sealed(check: CheckResult): CheckResult {
  const details = {
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

/** The result as an audience may see it: for a student hidden checks keep their name, points and verdict only. */
export function forAudience(result: Result, audience: Audience): Result {
  if (audience === "teacher") return result;
  const checks = result.checks.map((check) => (check.visibility === "hidden" ? sealed(check) : check));
  return { ...result, checks };
}
