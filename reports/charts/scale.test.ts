import * as fc from "fast-check";
import { expect, test } from "vitest";
import { domainOf, position, roundTicks, withMargin } from "./scale.js";

test("a domain holds the finite values and has some width", () => {
  expect(domainOf([3, Number.NaN, -1, Infinity])).toEqual({ low: -1, high: 3 });
  expect(domainOf([])).toEqual({ low: 0, high: 1 });
  expect(domainOf([2, 2])).toEqual({ low: 1, high: 3 });
  expect(domainOf([0])).toEqual({ low: -1, high: 1 });
});

test("margins are a share of the width, and stay numbers", () => {
  expect(withMargin({ low: 0, high: 10 }, 0.1)).toEqual({ low: -1, high: 11 });
  expect(withMargin({ low: -1.7e308, high: 1.7e308 }, 0.1)).toEqual({ low: -1.7e308, high: 1.7e308 });
  expect(withMargin({ low: 0, high: 1.7e308 }, 0.1).high).toBe(Number.MAX_VALUE);
});

test("ticks are round", () => {
  expect(roundTicks({ low: 0, high: 1 }, 5)).toEqual([0, 0.2, 0.4, 0.6, 0.8, 1]);
  expect(roundTicks({ low: -3, high: 7.5 }, 4)).toEqual([0, 5]);
  expect(roundTicks({ low: 1, high: 30 }, 5)).toEqual([10, 20, 30]);
});

test("numbers too close to each other for ticks in between end", () => {
  expect(roundTicks({ low: 1e20, high: 1e20 + 16384 }, 5)).toEqual([1e20, 1e20 + 16384]);
  expect(roundTicks({ low: -1.7e308, high: 1.7e308 }, 5)).toEqual([-1.7e308, 1.7e308]);
});

test("law: ticks lie within, in order, and are few, for any numbers there are", () => {
  const value = fc.double({ noNaN: true, noDefaultInfinity: true });
  fc.assert(
    fc.property(value, value, (a, b) => {
      const domain = withMargin(domainOf([a, b]), 0.05);
      expect(position(a, domain)).toBeGreaterThanOrEqual(0);
      expect(position(b, domain)).toBeLessThanOrEqual(1);
      const ticks = roundTicks(domain, 5);
      expect(ticks.length).toBeLessThanOrEqual(8);
      expect(ticks).toEqual(ticks.toSorted((x, y) => x - y));
      for (const tick of ticks) {
        expect(position(tick, domain)).toBeGreaterThanOrEqual(-1e-6);
        expect(position(tick, domain)).toBeLessThanOrEqual(1 + 1e-6);
      }
    }),
    { seed: 5 },
  );
});
