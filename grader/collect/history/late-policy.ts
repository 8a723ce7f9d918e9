import type { LatePolicy } from "../../assignment/manifest.js";

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/**
 * How much later than a student's deadline work still counts as in time, in milliseconds.
 *
 * @param policy undefined where the assignment has none
 */
export function graceMs(policy: LatePolicy | undefined): number {
  return (policy?.graceMinutes ?? 0) * MINUTE;
}

/**
 * What lateness takes, in per cent of the score: `percentPerDay` for each begun day, and never so much that less than
 * `floorPercent` is left. Undefined where work so late is not taken at all.
 *
 * @param policy undefined where the assignment has none; then only what is in time is taken
 * @param lateMs milliseconds after the student's deadline with its grace; 0 or less is in time
 */
export function latePenalty(policy: LatePolicy | undefined, lateMs: number): number | undefined {
  if (lateMs <= 0) return 0;
  if (policy === undefined) return undefined;
  const days = Math.ceil(lateMs / DAY);
  if (policy.lastDay !== undefined && days > policy.lastDay) return undefined;
  return Math.min(days * policy.percentPerDay, 100 - policy.floorPercent);
}

/** Lateness in whole minutes, rounded up; 0 where in time. */
export function lateMinutes(lateMs: number): number {
  return Math.max(0, Math.ceil(lateMs / MINUTE));
}
