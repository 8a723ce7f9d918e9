import type { Manifest } from "../assignment/manifest.js";
import { InfrastructureError, SANDBOXES, type SandboxKind } from "../host/index.js";
import type { Result } from "../result/index.js";
import { buildResult } from "./build-result.js";
import { makePlan } from "./run-plan.js";
import { runSpecs } from "./run-specs.js";

/** What to grade, and how. */
export interface GradeRequest {
  readonly manifest: Manifest;
  readonly submissions: readonly { readonly id: string; readonly folder: string }[];
  readonly seed: number;
  readonly sandbox: SandboxKind;
  /** How many spec files may run at the same time; one where left out, which is best for a single submission. */
  readonly workers?: number;
  /** A part of the name of the checks to run; all where left out. */
  readonly only?: string;
  /** Told how many checks are done. */
  readonly onCheck?: (done: number) => void;
}

/**
 * Grades submissions with one vitest run.
 *
 * @returns one result per submission, in their order.
 * @throws InfrastructureError when the specs themselves could not run.
 */
export async function grade(request: GradeRequest): Promise<Result[]> {
  const startedAt = new Date();
  const started = performance.now();
  const preparing = makePlan(request);
  // Whoever awaits it hears of a failure; until then it must not end the process.
  preparing.catch(() => undefined);
  const collected = await runSpecs({
    manifest: request.manifest,
    workers: request.workers ?? 1,
    plan: preparing.then((prepared) => prepared.plan),
    ...(request.only === undefined ? {} : { only: request.only }),
    ...(request.onCheck === undefined ? {} : { onCheck: request.onCheck }),
  });
  const prepared = await preparing;
  if (collected.faults.length > 0) {
    throw new InfrastructureError("SPECS_FAILED", `the specs could not run: ${collected.faults.join("\n")}`);
  }
  return request.submissions.map(({ id, folder }) => {
    const durationMs = performance.now() - started;
    const level = SANDBOXES[request.sandbox].level;
    const submission = { id, source: folder };
    return buildResult(
      { manifest: request.manifest, prepared, submission, level, startedAt, durationMs },
      collected.checks,
    );
  });
}
