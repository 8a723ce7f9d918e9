import { sentence } from "../locale/sentence.js";
import type { CheckResult, Finding, Outcome } from "../result/index.js";
import type { CollectedCheck } from "./collect-outcomes.js";
import { recordFindings, type RecordedOutcome } from "../../specs/kit/recorded.js";

function recordedOf(check: CollectedCheck): RecordedOutcome {
  if (check.meta.recorded !== undefined) return check.meta.recorded;
  if (!check.ran) return recordFindings("skipped", [{ code: "check.left-out", values: {} }]);
  const message = check.errors[0]?.split("\n")[0] ?? "it ended without a word";
  return recordFindings("infrastructure-error", [{ code: "check.infrastructure", values: { message } }]);
}

function earnedFor(outcome: Outcome, points: number): number {
  return outcome === "passed" ? points : 0;
}

function text(findings: readonly Finding[]): string {
  return findings.map((finding) => sentence(finding)).join(" ");
}

/**
 * What became of a check, with its points.
 *
 * @param reproduce a command line that repeats this check alone.
 */
export function checkResult(check: CollectedCheck, reproduce: string): CheckResult {
  const { declared } = check.meta;
  const { outcome, details, diagnosis, durationMs } = recordedOf(check);
  return {
    ...declared,
    earned: earnedFor(outcome, declared.points),
    outcome,
    message: text(details.findings),
    details: { ...details, reproduce },
    diagnosis,
    durationMs: Math.round(durationMs * 10) / 10,
  };
}
