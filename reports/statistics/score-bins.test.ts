import * as fc from "fast-check";
import { expect, test } from "vitest";
import { scoreBins } from "./score-bins.js";

const edges = (maxScore: number, scores: readonly number[] = []): number[] =>
  scoreBins(scores, maxScore).flatMap(({ low, high }, index) => (index === 0 ? [low, high] : [high]));

test("the edges are numbers that people count by", () => {
  expect(edges(100)).toEqual([0, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100]);
  expect(edges(10)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  expect(edges(25)).toEqual([0, 5, 10, 15, 20, 25]);
  expect(edges(3)).toEqual([0, 0.5, 1, 1.5, 2, 2.5, 3]);
  expect(edges(37)).toEqual([0, 5, 10, 15, 20, 25, 30, 35, 37]);
  expect(edges(0)).toEqual([0, 0]);
});

test("a large class gets finer ones", () => {
  expect(edges(100, Array<number>(200).fill(50))).toHaveLength(21);
});

test("full marks are in the last, an edge in the one that begins there, and what is above in one of its own", () => {
  expect(scoreBins([0, 9.9, 10, 100], 100).map(({ count }) => count)).toEqual([2, 1, 0, 0, 0, 0, 0, 0, 0, 1]);
  expect(scoreBins([100, 101, 103.5], 100).slice(-2)).toEqual([
    { low: 90, high: 100, count: 1 },
    { low: 100, high: 103.5, count: 2 },
  ]);
});

test("every score is counted once, where it belongs, in any order", () => {
  const maxScore = fc.integer({ min: 1, max: 2000 }).map((tenths) => tenths / 10);
  const scores = fc.array(
    fc.integer({ min: 0, max: 2500 }).map((tenths) => tenths / 10),
    { maxLength: 200 },
  );
  fc.assert(
    fc.property(scores, maxScore, (list, most) => {
      const bins = scoreBins(list, most);
      expect(bins.reduce((sum, { count }) => sum + count, 0)).toBe(list.length);
      expect(bins.length).toBeLessThanOrEqual(26);
      for (const [index, { low, high, count }] of bins.entries()) {
        expect(high).toBeGreaterThan(low);
        expect(low).toBe(index === 0 ? 0 : bins[index - 1]?.high);
        // Above the most points there is no bin that begins with them: full marks are in the one before.
        const isAbove = low === most;
        const isLast = high === most;
        const own = list.filter((score) =>
          isAbove ? score > low : score >= low && (isLast ? score <= high : score < high),
        );
        expect(count).toBe(own.length);
      }
      expect(scoreBins(list.toReversed(), most)).toEqual(bins);
    }),
    { seed: 14, numRuns: 300 },
  );
});
