import { availableParallelism } from "node:os";
import type { Result } from "../result/index.js";
import type { PreparedPlan } from "../run/run-plan.js";
import { gradeMany } from "../workers/grade-many.js";

/** A host keeps the modules of all its checks; so many seeds fill it no more than known mistakes fill theirs. */
export const SEEDS_AT_ONCE = 5;

/** Fewer, and one endless loop keeps the others waiting; more, and known mistakes are asked the same once more in each. */
const CHUNKS_EACH = 3;

/** What a submission is called while it is asked with one of several seeds. */
function turnOf(id: string, seed: number): string {
  return `${id}@${seed}`;
}

/**
 * Grades prepared submissions with some seeds, at most {@link SEEDS_AT_ONCE}: each is asked with all of them in one host,
 * which starts once.
 *
 * @param onCheck told how many checks are done
 * @returns the result of a submission, by its id, with a seed.
 * @throws InfrastructureError when one of them could not be graded.
 */
export async function gradeWithSeeds(
  { plan, hashes }: PreparedPlan,
  seeds: readonly number[],
  onCheck?: (done: number) => void,
): Promise<(id: string, seed: number) => Result> {
  const turns = plan.submissions.flatMap((one) =>
    seeds.map((seed) => ({ one, id: turnOf(one.id, seed), seed })),
  );
  const submissions = turns.map(({ one, id, seed }) => ({ ...one, id, seed }));
  const turnHashes = new Map(turns.map(({ one, id }) => [id, hashes.get(one.id) ?? null]));
  const workers = availableParallelism();
  const each = Math.ceil(plan.submissions.length / (CHUNKS_EACH * workers));
  const results = await gradeMany({ plan: { ...plan, submissions }, hashes: turnHashes }, submissions, {
    workers,
    largestChunk: each * seeds.length,
    ...(onCheck === undefined ? {} : { onCheck }),
  });
  const byTurn = new Map(results.map((result) => [result.submission.id, result]));
  return (id, seed) => {
    const result = byTurn.get(turnOf(id, seed));
    if (result === undefined) throw new Error(`${id} was not asked with seed ${seed}`);
    return result;
  };
}
