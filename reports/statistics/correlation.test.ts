import * as fc from "fast-check";
import { expect, test } from "vitest";
import { correlation } from "./correlation.js";

test("what lies on a line correlates wholly", () => {
  expect(correlation([1, 2, 3, 4], [10, 20, 30, 40])).toBeCloseTo(1);
  expect(correlation([1, 2, 3, 4], [3, 2, 1, 0])).toBeCloseTo(-1);
});

test("a known one, by hand", () => {
  // Deviations -1.5, -0.5, 0.5, 1.5 and -2, 1, -1, 2: their products come to 5, their squares to 5 and 10.
  expect(correlation([1, 2, 3, 4], [1, 4, 2, 5])).toBeCloseTo(5 / Math.sqrt(50));
});

test("is undefined where one side is all alike, up to rounding, and for two pairs", () => {
  expect(correlation([1, 1, 1], [1, 2, 3])).toBeNull();
  expect(correlation([1, 2, 3], [0.3, 0.1 + 0.2, 0.3])).toBeNull();
  expect(correlation([0, 0, 0], [0, 0, 0])).toBeNull();
  expect(correlation([1, 2], [3, 4])).toBeNull();
  expect(correlation([], [])).toBeNull();
});

const pairs = fc.array(fc.tuple(fc.integer({ min: 0, max: 100 }), fc.integer({ min: 0, max: 100 })), {
  maxLength: 40,
});

test("lies from -1 to 1, is the same both ways round and in any order, and does not know of units", () => {
  fc.assert(
    fc.property(pairs, (list) => {
      const of = (from: readonly (readonly [number, number])[]): number | null =>
        correlation(
          from.map(([x]) => x / 10),
          from.map(([, y]) => y / 10),
        );
      const r = of(list);
      const others = [
        of(list.toReversed()),
        of(list.map(([x, y]) => [y, x] as const)),
        of(list.map(([x, y]) => [3 * x + 7, y] as const)),
      ];
      // A number for "undefined" that no correlation is near: what is undefined must stay so.
      const undefinedAs = 9;
      expect(Math.abs(r ?? 0)).toBeLessThanOrEqual(1);
      for (const other of others) expect(other ?? undefinedAs).toBeCloseTo(r ?? undefinedAs, 9);
      expect(of(list.map(([x, y]) => [-x, y] as const)) ?? -undefinedAs).toBeCloseTo(-(r ?? undefinedAs), 9);
    }),
    { seed: 13, numRuns: 300 },
  );
});
