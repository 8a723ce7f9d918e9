import type { Manifest } from "../assignment/manifest.js";
import { InfrastructureError, SANDBOXES } from "../host/index.js";
import type { Result } from "../result/index.js";
import { buildResult } from "./build-result.js";
import type { PreparedPlan, SubmissionFolder } from "./run-plan.js";
import { runSpecs } from "./run-specs.js";

/** How the specs are run, whatever they judge. */
export interface RunOptions {
  /** How many spec files may run at the same time; one where left out, which is best for a single submission. */
  readonly workers?: number;
  /** A part of the name of the checks to run; all where left out. */
  readonly only?: string;
  /** Told how many checks are done. */
  readonly onCheck?: (done: number) => void;
}

/**
 * Grades submissions with one vitest run. They are prepared already, or being prepared: vitest starts meanwhile.
 *
 * @returns one result per submission, in their order.
 * @throws InfrastructureError when the specs themselves could not run.
 */
export async function gradePlan(
  manifest: Manifest,
  submissions: readonly SubmissionFolder[],
  preparing: Promise<PreparedPlan>,
  { workers = 1, only, onCheck }: RunOptions,
): Promise<Result[]> {
  const startedAt = new Date();
  const started = performance.now();
  // Whoever awaits it hears of a failure; until then it must not end the process.
  preparing.catch(() => undefined);
  const collected = await runSpecs({
    manifest,
    workers,
    plan: preparing.then((prepared) => prepared.plan),
    ...(only === undefined ? {} : { only }),
    ...(onCheck === undefined ? {} : { onCheck }),
  });
  const prepared = await preparing;
  if (collected.faults.length > 0) {
    throw new InfrastructureError("SPECS_FAILED", `the specs could not run: ${collected.faults.join("\n")}`);
  }
  const { level } = SANDBOXES[prepared.plan.sandbox];
  return submissions.map(({ id, folder, commit }) => {
    const durationMs = performance.now() - started;
    const submission = { id, source: folder, ...(commit === undefined ? {} : { commit }) };
    return buildResult({ manifest, prepared, submission, level, startedAt, durationMs }, collected.checks);
  });
}
