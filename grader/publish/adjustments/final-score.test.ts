import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Adjustment } from "../../result/index.js";
import { nobody, student } from "../class.fixture.js";
import { applyAdjustments } from "./apply-adjustments.js";
import { finalScore } from "./final-score.js";

const cents = (min: number, max: number): fc.Arbitrary<number> =>
  fc.integer({ min: min * 100, max: max * 100 }).map((count) => count / 100);
const marks = fc.array(
  cents(-20, 20).map((points) => ({ points })),
  { maxLength: 5 },
);
const percent = fc.oneof(fc.integer({ min: 0, max: 100 }), fc.double({ min: 0, max: 100, noNaN: true }));

describe("the final score", () => {
  test("is never below 0, has two decimals at most, and is what its parts add up to", () => {
    fc.assert(
      fc.property(cents(0, 100), marks, percent, (checksScore, adjustments, latePercent) => {
        const { penalty, score } = finalScore({ checksScore, adjustments, latePercent });
        expect(`${score} ${penalty}`).toMatch(/^\d+(\.\d{1,2})? \d+(\.\d{1,2})?$/);
        expect(Math.abs(penalty - (checksScore * latePercent) / 100)).toBeLessThan(0.005 + 1e-6);
        const sum = adjustments.reduce((total, { points }) => total + points, checksScore - penalty);
        expect(Math.abs(score - Math.max(0, sum))).toBeLessThan(1e-6);
      }),
      { seed: 1 },
    );
  });

  test("of checks with thirds is off by half a hundredth at most", () => {
    const thirds = fc.integer({ min: 0, max: 300 }).map((count) => count / 3);
    fc.assert(
      fc.property(thirds, marks, percent, (checksScore, adjustments, latePercent) => {
        const { penalty, score } = finalScore({ checksScore, adjustments, latePercent });
        const sum = adjustments.reduce((total, { points }) => total + points, checksScore - penalty);
        expect(Math.abs(score - Math.max(0, sum))).toBeLessThan(0.005 + 1e-6);
        expect(score).toBeGreaterThanOrEqual(0);
      }),
      { seed: 1 },
    );
  });

  test("does not grow with lateness, nor depend on the order of marks, which lateness never reduces", () => {
    fc.assert(
      fc.property(cents(0, 100), marks, percent, percent, (checksScore, adjustments, one, other) => {
        const [less, more] = [Math.min(one, other), Math.max(one, other)];
        const score = (latePercent: number, given = adjustments): number =>
          finalScore({ checksScore, adjustments: given, latePercent }).score;
        expect(score(more)).toBeLessThanOrEqual(score(less));
        expect(score(one, adjustments.toReversed())).toBe(score(one));
        expect(score(100, [{ points: 3 }])).toBe(3);
      }),
      { seed: 1 },
    );
  });

  test("rounds a half in the student's favour, and by no dust", () => {
    expect(finalScore({ checksScore: 3.45, adjustments: [], latePercent: 10 })).toEqual({
      penalty: 0.34,
      score: 3.11,
    });
    expect(finalScore({ checksScore: 1.005, adjustments: [], latePercent: 0 }).score).toBe(1.01);
    const tenths = Array.from({ length: 3 }, () => ({ points: 0.1 }));
    expect(finalScore({ checksScore: 0.1, adjustments: tenths, latePercent: 0 }).score).toBe(0.4);
    expect(finalScore({ checksScore: 10, adjustments: [{ points: 2.5 }], latePercent: 0 }).score).toBe(12.5);
  });
});

describe("adjustments applied", () => {
  const bonus: Adjustment = { target: "forward", points: 1.5, reason: "why", stale: false };

  test("come on top of what lateness left", () => {
    expect(applyAdjustments(student("ada"), [bonus])).toMatchObject({
      checksScore: 3.5,
      adjustments: [bonus],
      penalty: 0.35,
      score: 4.65,
    });
    expect(applyAdjustments(student("ada"), [{ ...bonus, points: -50 }])).toMatchObject({
      penalty: 0.35,
      score: 0,
    });
  });

  test("start anew each time", () => {
    const once = applyAdjustments(student("ada"), [bonus]);
    expect(applyAdjustments(once, [bonus])).toEqual(once);
    expect(applyAdjustments(once, [])).toMatchObject({ adjustments: [], score: 3.15 });
  });

  test("give no score to who was not graded, and say so once", () => {
    const kim = nobody("kim");
    const marked = applyAdjustments(applyAdjustments(kim, [bonus]), [bonus]);
    expect(marked).toMatchObject({ adjustments: [bonus], score: null, penalty: 0 });
    expect(marked.findings).toEqual([
      ...kim.findings,
      { code: "publish.adjustments-waiting", values: { count: 1 } },
    ]);
    expect(applyAdjustments(marked, []).findings).toEqual(kim.findings);
  });
});
