import { isDeepStrictEqual } from "node:util";
import { forgetTaken } from "./host-supply.js";
import { HostedSubmission, type ReadySubmission } from "./hosted-submission.js";
import type { RunPlan } from "./plan.js";

/** A submission whose turn it is. */
export interface OpenSubmission {
  readonly hosted: HostedSubmission;
  /** The same in a host that the judged one never hears of. */
  readonly elsewhere: HostedSubmission;
}

interface Turn extends OpenSubmission {
  /** What its hosts were started with and are given to load. */
  readonly room: unknown;
  readonly whole: unknown;
}

let open: Turn | null = null;

/**
 * The submission whose turn it is. Its hosts stay open over all parts until another one's turn comes, or over several
 * turns where the same one is asked with several seeds, for starting a host takes longer than most checks; they die with
 * this process. No verdict depends on it, for every check finds modules and globals as they were at first.
 */
export async function openSubmission(plan: RunPlan, submission: ReadySubmission): Promise<OpenSubmission> {
  const { folder, code } = submission;
  const room = [plan.sandbox, plan.inspect, plan.limits, folder, code];
  const whole = [room, plan.seed, submission];
  if (open !== null && isDeepStrictEqual(whole, open.whole)) return open;
  const before = open;
  const hosted = new HostedSubmission(plan, submission);
  const elsewhere = new HostedSubmission(plan, submission);
  if (before !== null && isDeepStrictEqual(room, before.room)) {
    hosted.takeOver(before.hosted);
    elsewhere.takeOver(before.elsewhere);
  } else {
    await stopHosts(before);
  }
  open = { room, whole, hosted, elsewhere };
  return open;
}

/** Ends the turn of the submission whose turn it is, and its hosts. */
export async function closeSubmission(): Promise<void> {
  const closed = open;
  open = null;
  await stopHosts(closed);
  forgetTaken();
}

async function stopHosts(turn: Turn | null): Promise<void> {
  await Promise.all([turn?.hosted.stop(), turn?.elsewhere.stop()]);
}
