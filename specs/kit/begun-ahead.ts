import { setImmediate as turnOfTheLoop } from "node:timers/promises";
import type { BoundCheck } from "./declared-part.js";
import { Judging, seedFor, type QuestionPlan } from "./judging.js";
import type { DeclaredCheck } from "./recorded.js";

/** The checks that have begun and wait for a submission, by what decides their questions. */
const waiting = new Map<string, Judging>();

/** Whether there is a submission to ask. */
let isAsking = false;

function keyOf(plan: QuestionPlan, declared: DeclaredCheck): string {
  return JSON.stringify([plan.assignment, declared.id, seedFor(plan, declared)]);
}

/**
 * Begins with checks before there is a submission, one by one: to compute what they will ask takes longer than to compare
 * the answers. When a submission comes, those that are left begin in their turn.
 */
export async function beginAhead(plan: QuestionPlan, checks: readonly BoundCheck[]): Promise<void> {
  isAsking = false;
  for (const { declared, body } of checks) {
    const key = keyOf(plan, declared);
    if (waiting.has(key)) continue;
    await turnOfTheLoop();
    if (isAsking) return;
    const judging = new Judging(plan, declared);
    void judging.begin(body);
    waiting.set(key, judging);
  }
}

/** The judging of a check that began ahead, for one submission; null where there is none. */
export function takeBegun(plan: QuestionPlan, declared: DeclaredCheck): Judging | null {
  isAsking = true;
  const key = keyOf(plan, declared);
  const judging = waiting.get(key) ?? null;
  waiting.delete(key);
  return judging;
}
