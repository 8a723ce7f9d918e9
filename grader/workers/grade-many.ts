import { InfrastructureError } from "../host/index.js";
import type { Result } from "../result/index.js";
import type { PreparedPlan, SubmissionFolder } from "../run/run-plan.js";
import { Workforce } from "./workforce.js";

/** How many submissions are graded at once, and who is told. */
export interface ManyOptions {
  readonly workers: number;
  /** How many submissions one worker may grade before it ends. */
  readonly largestChunk?: number;
  /** Told how many checks are done. */
  readonly onCheck?: (done: number) => void;
}

/**
 * Grades prepared submissions with several workers.
 *
 * @returns one result per submission, in their order.
 * @throws InfrastructureError when one of them could not be graded.
 */
export async function gradeMany(
  { plan, hashes }: PreparedPlan,
  submissions: readonly SubmissionFolder[],
  { workers, largestChunk, onCheck = () => undefined }: ManyOptions,
): Promise<Result[]> {
  const results = new Map<string, Result>();
  const faults: string[] = [];
  let done = 0;
  const listeners = {
    onCheck: () => onCheck(++done),
    onResult: (result: Result) => void results.set(result.submission.id, result),
    onFault: (id: string, message: string) => void faults.push(`${id}: ${message}`),
  };
  const workforce = new Workforce(plan, workers, listeners, largestChunk);
  const planned = new Map(plan.submissions.map((one) => [one.id, one]));
  const jobs = submissions.map((submission) => {
    const one = planned.get(submission.id);
    if (one === undefined) throw new Error(`${submission.id} was not prepared`);
    return { submission, planned: one, hash: hashes.get(submission.id) ?? null };
  });
  workforce.add(...jobs);
  await workforce.finish();
  if (faults.length > 0) throw new InfrastructureError("SPECS_FAILED", faults.join("\n"));
  return submissions.map(({ id }) => {
    const result = results.get(id);
    if (result === undefined) throw new InfrastructureError("SPECS_FAILED", `${id}: no worker graded it`);
    return result;
  });
}
