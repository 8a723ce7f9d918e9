import { sentence } from "../../grader/locale/sentence.js";
import type { BoundCheck } from "./declared-part.js";
import { judge } from "./judge.js";
import { openSubmission } from "./open-submission.js";
import type { PlannedSubmission, RunPlan } from "./plan.js";
import { recordFindings, type RecordedOutcome } from "./recorded.js";

/**
 * What comes of a check of a submission; skipped where there is nothing to ask.
 *
 * @throws whatever goes wrong on our side.
 */
export async function outcomeOf(
  plan: RunPlan,
  submission: PlannedSubmission,
  { declared, body }: BoundCheck,
): Promise<RecordedOutcome> {
  if (submission.ready) return judge(plan, await openSubmission(plan, submission), declared, body);
  const [problem] = submission.problems;
  const reason = problem === undefined ? "" : sentence(problem.finding);
  return recordFindings("skipped", [{ code: "check.not-loaded", values: { reason } }]);
}
