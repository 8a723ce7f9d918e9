import { InfrastructureError } from "../host/index.js";
import type { Result } from "../result/index.js";
import type { PreparedPlan, SubmissionFolder } from "../run/run-plan.js";
import { Workforce } from "./workforce.js";

/**
 * Grades prepared submissions with several workers.
 *
 * @param onCheck told how many checks are done
 * @returns one result per submission, in their order.
 * @throws InfrastructureError when one of them could not be graded.
 */
export async function gradeMany(
  { plan, hashes }: PreparedPlan,
  submissions: readonly SubmissionFolder[],
  workers: number,
  onCheck: (done: number) => void = () => undefined,
): Promise<Result[]> {
  const results = new Map<string, Result>();
  const faults: string[] = [];
  let done = 0;
  const workforce = new Workforce(plan, workers, {
    onCheck: () => onCheck(++done),
    onResult: (result) => void results.set(result.submission.id, result),
    onFault: (id, message) => void faults.push(`${id}: ${message}`),
  });
  const planned = new Map(plan.submissions.map((one) => [one.id, one]));
  const jobs = submissions.map((submission) => {
    const one = planned.get(submission.id);
    if (one === undefined) throw new Error(`${submission.id} was not prepared`);
    return { submission, planned: one, hash: hashes.get(submission.id) ?? null };
  });
  workforce.add(...jobs);
  await workforce.finish();
  if (faults.length > 0) throw new InfrastructureError("SPECS_FAILED", faults.join("\n"));
  return submissions.map((one) => results.get(one.id)).filter((one) => one !== undefined);
}
