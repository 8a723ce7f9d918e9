import type { chooseSandbox, SandboxRequest } from "../host/index.js";
import { readyBundler } from "../prepare/index.js";
import type { Result } from "../result/index.js";
import { makePlan, planFrame } from "../run/run-plan.js";
import { commitOf } from "../submission/commit-of.js";
import { findSubmission } from "../submission/find-submission.js";
import { Progress, say, tell } from "./terminal.js";

/** What decides how one submission is graded. */
export interface GradeRequest {
  readonly assignment?: string;
  readonly seed: number;
  readonly hiddenSeed?: number;
  readonly only?: string;
  /** What was asked for; `choosing` tells what came of it. */
  readonly sandbox: SandboxRequest;
}

function tellSandbox({ kind, level, passedOver }: Awaited<ReturnType<typeof chooseSandbox>>): void {
  for (const over of passedOver) tell(say("passed-over", { kind: over.kind, reason: over.reason }));
  tell(say("sandbox", { kind, level }));
}

/**
 * Grades the submission in a folder. On stderr it says which sandbox it is, and on a terminal how far it has come.
 *
 * @param choosing the sandbox, which may still be tried out
 * @throws UsageError when the folder cannot be graded; InfrastructureError when grading itself fails.
 */
export async function gradeOne(
  folder: string,
  { assignment, seed, hiddenSeed, only, sandbox: wanted }: GradeRequest,
  choosing: ReturnType<typeof chooseSandbox>,
): Promise<Result> {
  const submission = findSubmission(folder, assignment);
  const { manifest } = submission;
  readyBundler(wanted);
  // All of this is waiting for other processes, and vitest takes as long to load.
  const requesting = choosing.then((chosen) => {
    tellSandbox(chosen);
    return {
      manifest,
      submissions: [submission],
      seed,
      sandbox: chosen.kind,
      ...(hiddenSeed === undefined ? {} : { hiddenSeed }),
      ...(only === undefined ? {} : { only }),
    };
  });
  const preparing = requesting.then(makePlan);
  // It is awaited later; until then a failure must not end the process.
  preparing.catch(() => undefined);
  const loading = import("../run/grade.js");
  const [{ gradePlan }, commit] = await Promise.all([loading, commitOf(submission.folder), choosing]);
  const graded = { ...submission, ...(commit === undefined ? {} : { commit }) };
  const progress = new Progress(say("grading"));
  try {
    const [result] = await gradePlan(
      manifest,
      [graded],
      preparing,
      { onCheck: progress.update },
      requesting.then(planFrame),
    );
    if (result === undefined) throw new Error("one submission gave no result");
    return result;
  } finally {
    progress.end();
  }
}
