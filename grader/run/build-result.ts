import { version as vitestVersion } from "vitest/node";
import type { Manifest } from "../assignment/manifest.js";
import { packageVersion } from "../package/root.js";
import { RESULT_SCHEMA, type Result, type SandboxLevel } from "../result/index.js";
import { scoreChecks } from "../score/score.js";
import { checkResult } from "./check-result.js";
import { seedOf, type RunPlan } from "../../specs/kit/plan.js";
import type { DeclaredCheck } from "../../specs/kit/recorded.js";
import type { CollectedCheck } from "./collect-outcomes.js";
import type { PreparedPlan } from "./run-plan.js";

/** What a result says besides its checks. */
export interface ResultFrame {
  readonly manifest: Manifest;
  readonly prepared: PreparedPlan;
  readonly submission: { readonly id: string; readonly source: string; readonly commit?: string };
  readonly level: SandboxLevel;
  readonly startedAt: Date;
  readonly durationMs: number;
}

/** The command that repeats one check of a result. */
export function reproduceCommand(check: DeclaredCheck, plan: Pick<RunPlan, "seed" | "hiddenSeed">): string {
  const seed = `--seed ${plan.seed}`;
  const hidden = plan.hiddenSeed !== undefined && check.visibility === "hidden";
  return `npx gradecheck grade . ${seed}${hidden ? ` --hidden-seed ${plan.hiddenSeed}` : ""} --only ${check.id}`;
}

/** The result of one submission: its checks in the order of the handout, scored. */
export function buildResult(frame: ResultFrame, collected: readonly CollectedCheck[]): Result {
  const { manifest, prepared, submission } = frame;
  const { plan } = prepared;
  const planned = plan.submissions.find((one) => one.id === submission.id);
  const seed = planned === undefined ? plan.seed : seedOf(plan, planned);
  const order = manifest.parts.map((part) => part.id);
  const checks = collected
    .filter((check) => check.meta.submission === submission.id)
    .map((check) => checkResult(check, reproduceCommand(check.meta.declared, { ...plan, seed })))
    .toSorted((a, b) => order.indexOf(a.part) - order.indexOf(b.part));
  const problems = planned === undefined || planned.ready ? [] : [...planned.problems];
  return {
    schema: RESULT_SCHEMA,
    assignment: { id: manifest.id, version: manifest.version },
    submission: { ...submission, bundleHash: prepared.hashes.get(submission.id) ?? null, problems },
    seed,
    sandbox: frame.level,
    ...scoreChecks(manifest, checks),
    checks,
    startedAt: frame.startedAt.toISOString(),
    durationMs: Math.round(frame.durationMs),
    versions: { gradecheck: packageVersion(), node: process.versions.node, vitest: vitestVersion },
  };
}
