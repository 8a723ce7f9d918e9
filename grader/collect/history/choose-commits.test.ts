import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { BranchState } from "./branch-states.js";
import { chooseCommits } from "./choose-commits.js";
import { policies } from "./late-policy.arbitrary.js";
import { graceMs, latePenalty } from "./late-policy.js";

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const DUE = Date.UTC(2026, 2, 1);
const POLICY = { graceMinutes: 10, percentPerDay: 20, floorPercent: 30, lastDay: 2 };

/** States at these minutes after the deadline, called `c0`, `c1` and so on. */
function statesAt(...minutes: number[]): BranchState[] {
  return minutes.map((minute, index) => ({
    commit: `c${index}`,
    atMs: DUE + minute * MINUTE,
    reliedOn: "committer-date",
  }));
}

const shown = (states: BranchState[], policy?: typeof POLICY): (string | number)[][] =>
  chooseCommits(states, DUE, policy).map(({ state, ...rest }) => [
    state.commit,
    rest.lateMinutes,
    rest.latePercent,
  ]);

describe("without a policy", () => {
  test("the last commit by the deadline counts, to the moment", () => {
    expect(shown(statesAt(-100, -10, 0, 1, 5))).toEqual([["c2", 0, 0]]);
    expect(shown(statesAt(1, 5))).toEqual([]);
    expect(shown([])).toEqual([]);
  });
});

describe("with a policy", () => {
  test("grace costs nothing, and what is late is graded beside what was in time", () => {
    expect(shown(statesAt(-100, 9, 10, 11, 70), POLICY)).toEqual([
      ["c2", 0, 0],
      ["c4", 60, 20],
    ]);
    expect(shown(statesAt(-100), POLICY)).toEqual([["c0", 0, 0]]);
  });

  test("what comes after the last day is not taken, but what came before it is", () => {
    const lastDay = 10 + 2 * 24 * 60;
    expect(shown(statesAt(20, lastDay, lastDay + 1), POLICY)).toEqual([["c1", 2 * 24 * 60, 40]]);
    expect(shown(statesAt(lastDay + 1, lastDay + 2), POLICY)).toEqual([]);
  });

  test("a branch that is put back to where it stood is not graded twice", () => {
    const [first, second] = statesAt(-10, 20);
    const back = { ...first, atMs: DUE + 30 * MINUTE } as BranchState;
    expect(shown([first, second, back] as BranchState[], POLICY)).toEqual([["c0", 0, 0]]);
  });
});

test("at most two are chosen, each the last that is taken so, and no other is better", () => {
  const steps = fc.array(fc.nat({ max: DAY }), { maxLength: 12 });
  const start = fc.integer({ min: -3 * DAY, max: 3 * DAY });
  fc.assert(
    fc.property(policies, start, steps, (policy, begin, gaps) => {
      let atMs = DUE + begin;
      const states = gaps.map((gap, index): BranchState => {
        atMs += gap;
        return { commit: `c${index}`, atMs, reliedOn: "push-log" };
      });
      const chosen = chooseCommits(states, DUE, policy);
      const dueMs = DUE + graceMs(policy);
      expect(chosen.length).toBeLessThanOrEqual(2);
      for (const { state, latePercent, lateMinutes } of chosen) {
        expect(latePercent).toBe(latePenalty(policy, state.atMs - dueMs));
        expect(lateMinutes === 0).toBe(state.atMs <= dueMs);
        // The next state is taken for less, in the other half, or not at all.
        const next = states[states.indexOf(state) + 1];
        const isSameHalf = next !== undefined && next.atMs <= dueMs === state.atMs <= dueMs;
        expect(isSameHalf && latePenalty(policy, next.atMs - dueMs) !== undefined).toBe(false);
      }
      const isTaken = states.some((state) => latePenalty(policy, state.atMs - dueMs) !== undefined);
      expect(chosen.length > 0).toBe(isTaken);
    }),
    { seed: 31 },
  );
});
