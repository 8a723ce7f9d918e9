import type { Manifest } from "../assignment/manifest.js";
import { InfrastructureError, SANDBOXES } from "../host/index.js";
import type { Result } from "../result/index.js";
import { begin, type Beginning, msSince } from "./beginning.js";
import { buildResult } from "./build-result.js";
import type { CollectedCheck } from "./collect-outcomes.js";
import type { PreparedPlan, SubmissionFolder } from "./run-plan.js";
import type { PlanFrame } from "../../specs/kit/plan.js";
import { runSpecs } from "./run-specs.js";

/** Who is told how grading goes on. */
export interface GradeListeners {
  /** How many checks are done. */
  readonly onCheck?: (done: number) => void;
  /** One submission's result, as soon as it is known. */
  readonly onResult?: (result: Result) => void;
}

/**
 * Grades submissions with one vitest run, one after the other. They are prepared already, or being prepared: vitest
 * starts meanwhile.
 *
 * @param framing what is known of the plan earlier, where something is: then vitest's worker starts meanwhile as well
 * @returns one result per submission, in their order.
 * @throws InfrastructureError when the specs themselves could not run.
 */
export async function gradePlan(
  manifest: Manifest,
  submissions: readonly SubmissionFolder[],
  preparing: Promise<PreparedPlan>,
  { onCheck, onResult }: GradeListeners,
  framing?: Promise<PlanFrame>,
): Promise<Result[]> {
  // Whoever awaits it hears of a failure; until then it must not end the process.
  preparing.catch(() => undefined);
  let prepared: PreparedPlan | undefined;
  let started = begin();
  const results = new Map<string, Result>();
  const onSubmission = (checks: readonly CollectedCheck[]): void => {
    const id = checks[0]?.meta.submission;
    const submission = submissions.find((one) => one.id === id);
    if (prepared === undefined || submission === undefined) return;
    const result = resultOf(manifest, submission, prepared, started, checks);
    results.set(submission.id, result);
    started = begin();
    onResult?.(result);
  };
  const plan = preparing.then((made) => {
    prepared = made;
    return made.plan;
  });
  plan.catch(() => undefined);
  framing?.catch(() => undefined);
  const heard = { onSubmission, ...(onCheck === undefined ? {} : { onCheck }) };
  const { faults } = await runSpecs(plan, heard, framing);
  const made = await preparing;
  if (faults.length > 0) {
    throw new InfrastructureError("SPECS_FAILED", `the specs could not run: ${faults.join("\n")}`);
  }
  return submissions.map((one) => results.get(one.id) ?? resultOf(manifest, one, made, started, []));
}

function resultOf(
  manifest: Manifest,
  { id, folder, commit }: SubmissionFolder,
  prepared: PreparedPlan,
  beginning: Beginning,
  checks: readonly CollectedCheck[],
): Result {
  const { level } = SANDBOXES[prepared.plan.sandbox];
  const submission = { id, source: folder, ...(commit === undefined ? {} : { commit }) };
  const [startedAt, durationMs] = [beginning.at, msSince(beginning)];
  return buildResult({ manifest, prepared, submission, level, startedAt, durationMs }, checks);
}
