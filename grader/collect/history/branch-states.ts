import type { TimeSource } from "../../result/gradebook.js";
import { type History, tipOf } from "./history.js";
import type { Push } from "./push-log.js";

/** A commit that a branch stood at, and since when. */
export interface BranchState {
  readonly commit: string;
  /** Milliseconds since 1970. */
  readonly atMs: number;
  readonly reliedOn: TimeSource;
}

/**
 * Where a branch stood, earliest first, as far as the dates of its commits tell: along the first parents, for the others
 * were merged into it later. Times never decrease.
 *
 * @param tip the commit to start from; where the branch stands now if left out
 */
export function statesByDate(history: History, tip: string = tipOf(history).hash): BranchState[] {
  const states: BranchState[] = [];
  for (let commit = history.get(tip); commit !== undefined; commit = history.get(commit.parents[0] ?? "")) {
    states.push({ commit: commit.hash, atMs: commit.atMs, reliedOn: "committer-date" });
  }
  return states.toReversed();
}

/**
 * Where a branch stood, earliest first, as its server wrote down when it was pushed to; undefined where that log does not
 * end where the branch stands now, for then it has missed something. What is older than the log goes by dates.
 */
export function statesByPushes(history: History, pushes: readonly Push[]): BranchState[] | undefined {
  if (pushes.at(-1)?.after !== tipOf(history).hash) return undefined;
  const before = pushes[0]?.before ?? "";
  const older = history.has(before) ? statesByDate(history, before) : [];
  let atMs = 0;
  const pushed = pushes.map((push): BranchState => {
    // The order of a log is certain; a clock may have been set back.
    atMs = Math.max(atMs, push.atMs);
    return { commit: push.after, atMs, reliedOn: "push-log" };
  });
  const firstMs = pushed[0]?.atMs ?? 0;
  return [...older.map((state) => ({ ...state, atMs: Math.min(state.atMs, firstMs) })), ...pushed];
}
