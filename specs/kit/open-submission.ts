import { isDeepStrictEqual } from "node:util";
import { HostedSubmission, type ReadySubmission } from "./hosted-submission.js";
import type { RunPlan } from "./plan.js";

let open: { readonly turn: unknown; readonly hosted: HostedSubmission } | null = null;

/**
 * The submission whose turn it is. Its host stays open over all parts until another one's turn comes, for starting a
 * host takes longer than most checks; it dies with this process. No verdict depends on it, for every check finds modules
 * and globals as they were at first.
 */
export async function openSubmission(plan: RunPlan, submission: ReadySubmission): Promise<HostedSubmission> {
  const turn = [plan.seed, plan.sandbox, plan.inspect, plan.limits, submission];
  if (open !== null && isDeepStrictEqual(turn, open.turn)) return open.hosted;
  await open?.hosted.stop();
  const hosted = new HostedSubmission(plan, submission);
  open = { turn, hosted };
  return hosted;
}
