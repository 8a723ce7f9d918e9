import { availableParallelism } from "node:os";
import { resolve } from "node:path";
import pLimit from "p-limit";
import { SANDBOXES, type SandboxKind } from "../host/index.js";
import type { Manifest } from "../assignment/manifest.js";
import type { Language } from "../locale/language.js";
import type { BundleMemory } from "../prepare/bundle-memory.js";
import { prepare } from "../prepare/index.js";
import type { PreparePolicy } from "../prepare/policy.js";
import type { PlanFrame, PlannedSubmission, RunPlan } from "../../specs/kit/plan.js";

/** A submission's folder and what it is called. */
export interface SubmissionFolder {
  readonly id: string;
  readonly folder: string;
  /** The commit that is checked out there, where there is one. */
  readonly commit?: string;
}

/** What a plan is made of. */
export interface PlanRequest {
  readonly manifest: Manifest;
  readonly submissions: readonly SubmissionFolder[];
  readonly seed: number;
  /** The seed of hidden checks, where it is not the same. */
  readonly hiddenSeed?: number;
  readonly sandbox: SandboxKind;
  readonly inspect?: boolean;
  /** The language of what vitest itself shows; English where left out. */
  readonly language?: Language;
  /** A part of the name of the checks to run; all where left out. */
  readonly only?: string;
}

/** A plan, with the hash of each bundle by the submission's id; null where there is no bundle. */
export interface PreparedPlan {
  readonly plan: RunPlan;
  readonly hashes: ReadonlyMap<string, string | null>;
}

/** One submission, bundled or with the reason why not, and the hash of its bundle. */
export interface PreparedSubmission {
  readonly planned: PlannedSubmission;
  readonly hash: string | null;
}

/** What the specs of an assignment must know besides the submissions. */
export function planFrame(request: Omit<PlanRequest, "submissions">): PlanFrame {
  const { manifest } = request;
  const { loadCpuMs, scriptCpuMs, wallFactor, memoryMiB } = manifest.limits;
  return {
    assignment: manifest.id,
    parts: manifest.parts.map((part) => part.id),
    seed: request.seed,
    sandbox: request.sandbox,
    inspect: request.inspect ?? false,
    ...(request.hiddenSeed === undefined ? {} : { hiddenSeed: request.hiddenSeed }),
    ...(request.language === undefined ? {} : { language: request.language }),
    ...(request.only === undefined ? {} : { only: request.only }),
    limits: { loadCpuMs, scriptCpuMs, wallFactor, memoryMiB },
  };
}

/** What a submission of an assignment may be. */
export function policyOf({ entry, allowedImports, limits }: Manifest): PreparePolicy {
  return { entry, allowedImports, folderBytes: limits.folderBytes, folderFiles: limits.folderFiles };
}

/**
 * Prepares one submission.
 *
 * @param memory of earlier bundles
 * @throws InfrastructureError when preparing itself fails; what is wrong with the submission is part of the answer.
 */
export async function prepareSubmission(
  manifest: Manifest,
  { id, folder }: SubmissionFolder,
  sandbox: SandboxKind,
  memory?: BundleMemory,
): Promise<PreparedSubmission> {
  const prepared = await prepare(resolve(folder), policyOf(manifest), SANDBOXES[sandbox], memory);
  if (!prepared.ok) return { planned: { id, folder, ready: false, problems: prepared.problems }, hash: null };
  const { code, body, map, hash } = prepared;
  return { planned: { id, folder, ready: true, code, body, map }, hash };
}

/**
 * Prepares every submission and says how the spec files are to judge them.
 *
 * @throws InfrastructureError when preparing itself fails; what is wrong with a submission is part of the plan.
 */
export async function makePlan(request: PlanRequest): Promise<PreparedPlan> {
  const { manifest, submissions, sandbox } = request;
  const limit = pLimit(availableParallelism());
  const prepared = await limit.map(submissions, (one) => prepareSubmission(manifest, one, sandbox));
  const plan: RunPlan = { ...planFrame(request), submissions: prepared.map(({ planned }) => planned) };
  return { plan, hashes: new Map(prepared.map(({ planned, hash }) => [planned.id, hash])) };
}
