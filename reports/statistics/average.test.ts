import * as fc from "fast-check";
import { expect, test } from "vitest";
import { mean, median } from "./average.js";

test("of nothing there is no mean and no median", () => {
  expect([mean([]), median([])]).toEqual([null, null]);
});

test("known ones", () => {
  expect(mean([1, 2, 6])).toBe(3);
  expect(median([5, 1, 3])).toBe(3);
  expect(median([10, 2, 4, 3])).toBe(3.5);
  expect(median([7])).toBe(7);
});

const values = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 40 });

test("both lie between the smallest and the largest, and neither knows of an order", () => {
  fc.assert(
    fc.property(values, (list) => {
      const [low, high] = [Math.min(...list), Math.max(...list)];
      for (const middle of [mean, median]) {
        const value = middle(list) ?? Number.NaN;
        expect(value).toBeGreaterThanOrEqual(low - 1e-6);
        expect(value).toBeLessThanOrEqual(high + 1e-6);
        expect(middle(list.toReversed())).toBeCloseTo(value, 6);
      }
    }),
    { seed: 11 },
  );
});

test("as many values lie below the median as above it", () => {
  fc.assert(
    fc.property(values, (list) => {
      const middle = median(list) ?? Number.NaN;
      const half = list.length / 2;
      expect(list.filter((value) => value < middle).length).toBeLessThanOrEqual(half);
      expect(list.filter((value) => value > middle).length).toBeLessThanOrEqual(half);
    }),
    { seed: 12 },
  );
});
