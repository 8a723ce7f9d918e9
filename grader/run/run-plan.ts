import { availableParallelism } from "node:os";
import { resolve } from "node:path";
import { SANDBOXES, type SandboxKind } from "../host/index.js";
import type { Manifest } from "../assignment/manifest.js";
import { prepare } from "../prepare/index.js";
import type { RunPlan } from "../../specs/kit/plan.js";

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
  readonly sandbox: SandboxKind;
  readonly inspect?: boolean;
}

/** A plan, with the hash of each bundle by the submission's id; null where there is no bundle. */
export interface PreparedPlan {
  readonly plan: RunPlan;
  readonly hashes: ReadonlyMap<string, string | null>;
}

/** Works on items a few at a time; the answers come in the order of the items. */
async function inGroups<Item, Answer>(
  items: readonly Item[],
  size: number,
  work: (item: Item) => Promise<Answer>,
): Promise<Answer[]> {
  const answers: Answer[] = [];
  for (let from = 0; from < items.length; from += size) {
    answers.push(...(await Promise.all(items.slice(from, from + size).map(work))));
  }
  return answers;
}

/**
 * Prepares every submission and says how the spec files are to judge them.
 *
 * @throws InfrastructureError when preparing itself fails; what is wrong with a submission is part of the plan.
 */
export async function makePlan(request: PlanRequest): Promise<PreparedPlan> {
  const { manifest } = request;
  const policy = {
    entry: manifest.entry,
    allowedImports: manifest.allowedImports,
    folderBytes: manifest.limits.folderBytes,
    folderFiles: manifest.limits.folderFiles,
  };
  const hashes = new Map<string, string | null>();
  const submissions = await inGroups(request.submissions, availableParallelism(), async ({ id, folder }) => {
    const prepared = await prepare(resolve(folder), policy, SANDBOXES[request.sandbox]);
    hashes.set(id, prepared.ok ? prepared.hash : null);
    return prepared.ok
      ? ({ id, folder, ready: true, code: prepared.code, map: prepared.map } as const)
      : ({ id, folder, ready: false, problems: prepared.problems } as const);
  });
  const { loadCpuMs, scriptCpuMs, wallFactor, memoryMiB } = manifest.limits;
  const plan: RunPlan = {
    assignment: manifest.id,
    seed: request.seed,
    sandbox: request.sandbox,
    inspect: request.inspect ?? false,
    limits: { loadCpuMs, scriptCpuMs, wallFactor, memoryMiB },
    submissions,
  };
  return { plan, hashes };
}
