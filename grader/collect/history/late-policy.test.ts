import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { LatePolicy } from "../../assignment/manifest.js";
import { policies } from "./late-policy.arbitrary.js";
import { graceMs, lateMinutes, latePenalty } from "./late-policy.js";

const DAY = 86_400_000;
const SEED = 21;
const late = fc.integer({ min: -10 * DAY, max: 200 * DAY });

describe("what lateness takes", () => {
  const policy: LatePolicy = { graceMinutes: 30, percentPerDay: 10, floorPercent: 50, lastDay: 7 };

  test.each([
    ["in time", 0, 0],
    ["long before", -5 * DAY, 0],
    ["a moment late", 1, 10],
    ["a day late", DAY, 10],
    ["a day and a moment late", DAY + 1, 20],
    ["at the floor", 5 * DAY, 50],
    ["past the floor", 6 * DAY, 50],
    ["on the last day", 7 * DAY, 50],
    ["after the last day", 7 * DAY + 1, undefined],
  ])("%s", (_, lateMs, percent) => expect(latePenalty(policy, lateMs)).toBe(percent));

  test("is everything where the assignment has no policy, and nothing is free", () => {
    expect([latePenalty(undefined, 0), latePenalty(undefined, 1), graceMs(undefined)]).toEqual([
      0,
      undefined,
      0,
    ]);
    expect(graceMs(policy)).toBe(30 * 60_000);
  });

  test("never shrinks with time, leaves the floor, and is nothing in time", () => {
    fc.assert(
      fc.property(policies, late, late, (any, a, b) => {
        const [sooner, later] = [Math.min(a, b), Math.max(a, b)];
        const [less, more] = [latePenalty(any, sooner), latePenalty(any, later)];
        expect(sooner <= 0 && less !== 0).toBe(false);
        // What is taken late was taken sooner, for no more.
        expect(less ?? Infinity).toBeLessThanOrEqual(more ?? Infinity);
        expect(more ?? 0).toBeGreaterThanOrEqual(0);
        expect(100 - (more ?? 0)).toBeGreaterThanOrEqual(any.floorPercent);
      }),
      { seed: SEED },
    );
  });

  test("is the same for the whole of a begun day", () => {
    fc.assert(
      fc.property(policies, fc.nat({ max: 100 }), fc.integer({ min: 1, max: DAY }), (any, day, within) => {
        expect(latePenalty(any, day * DAY + within)).toBe(latePenalty(any, (day + 1) * DAY));
      }),
      { seed: SEED },
    );
  });
});

test("late minutes are rounded up, and 0 in time only", () => {
  expect([-60_000, 0, 1, 60_000, 60_001].map(lateMinutes)).toEqual([0, 0, 1, 1, 2]);
});
