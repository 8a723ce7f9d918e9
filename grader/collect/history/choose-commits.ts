import type { LatePolicy } from "../../assignment/manifest.js";
import type { BranchState } from "./branch-states.js";
import { graceMs, lateMinutes, latePenalty } from "./late-policy.js";

/** A state of a branch that counts, and what its lateness takes. */
export interface Chosen {
  readonly state: BranchState;
  readonly lateMinutes: number;
  readonly latePercent: number;
}

/**
 * Which commits of a branch to grade: the last one in time and, where late work is taken, the last one of that time. At
 * most these two, the one in time first; the better one counts. None where nothing was handed in that is taken.
 *
 * @param states where the branch stood, earliest first; times never decrease
 * @param deadlineMs the student's own deadline, in milliseconds since 1970; grace comes on top
 */
export function chooseCommits(
  states: readonly BranchState[],
  deadlineMs: number,
  policy: LatePolicy | undefined,
): Chosen[] {
  const dueMs = deadlineMs + graceMs(policy);
  const inTime = states.findLast(({ atMs }) => atMs <= dueMs);
  const late = states.findLast(({ atMs }) => atMs > dueMs && latePenalty(policy, atMs - dueMs) !== undefined);
  return [inTime, late].flatMap((state) => {
    // A branch may be put back to where it stood.
    if (state === undefined || (state === late && late.commit === inTime?.commit)) return [];
    const lateMs = state.atMs - dueMs;
    const latePercent = latePenalty(policy, lateMs) ?? 0;
    return [{ state, lateMinutes: lateMinutes(lateMs), latePercent }];
  });
}
