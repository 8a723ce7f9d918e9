import type { Adjustment, Finding, GradebookEntry } from "../../result/index.js";
import { finalScore } from "./final-score.js";

const WAITING = "publish.adjustments-waiting";

function waitingFor(adjustments: readonly Adjustment[]): Finding[] {
  return adjustments.length === 0 ? [] : [{ code: WAITING, values: { count: adjustments.length } }];
}

/**
 * A student's entry with marks by hand, and with penalty and score as `finalScore` makes them of checks, lateness and
 * these marks. Applied again, also with other adjustments, it starts from what the checks earned. An entry that was not
 * graded keeps its adjustments and still has no score; a finding says so.
 */
export function applyAdjustments(entry: GradebookEntry, adjustments: readonly Adjustment[]): GradebookEntry {
  const findings = entry.findings.filter(({ code }) => code !== WAITING);
  const marked = { ...entry, findings, adjustments: [...adjustments] };
  if (entry.checksScore === null) {
    return { ...marked, findings: [...findings, ...waitingFor(adjustments)], penalty: 0, score: null };
  }
  const latePercent = entry.handedIn?.latePercent ?? 0;
  return { ...marked, ...finalScore({ checksScore: entry.checksScore, adjustments, latePercent }) };
}
