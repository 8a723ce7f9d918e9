import * as fc from "fast-check";
import { expect, test } from "vitest";
import { shownNumber, shownPair, shownPoints, signedPoints } from "./format-number.js";

test.each([
  [0, "0"],
  [-0, "0"],
  [1, "1"],
  [0.26894142, "0.2689"],
  [-0.5, "-0.5"],
  [0.0001234567, "0.0001235"],
  [0.00001, "1e-5"],
  [3.1e-7, "3.1e-7"],
  [-2.71828e-12, "-2.718e-12"],
  [123456, "123456"],
  [12345.678, "12346"],
  [1234.5678, "1235"],
  [1e21, "1e21"],
  [9.9999e7, "1e8"],
  [150000000, "1.5e8"],
  [5e-324, "4.941e-324"],
  ["NaN", "NaN"],
  ["Infinity", "Infinity"],
  ["-Infinity", "-Infinity"],
] as const)("%s is shown as %s", (value, text) => {
  expect(shownNumber(value)).toBe(text);
});

test("two numbers that differ never look the same", () => {
  expect(shownPair(0.5, 0.50000001)).toEqual(["0.5", "0.50000001"]);
  expect(shownPair(0.25, 0.3)).toEqual(["0.25", "0.3"]);
  expect(shownPair(1, 1)).toEqual(["1", "1"]);
  expect(shownPair("NaN", 1)).toEqual(["NaN", "1"]);
  const number = fc.double({ noNaN: true }).filter((value) => value !== 0);
  fc.assert(
    fc.property(number, number, (a, b) => {
      fc.pre(a !== b);
      const [x, y] = shownPair(a, b);
      expect(x).not.toBe(y);
    }),
    { seed: 3 },
  );
});

test("points carry no trailing zeros", () => {
  expect([10, 2.5, 0.1 + 0.2, 100 / 3, 0].map(shownPoints)).toEqual(["10", "2.5", "0.3", "33.33", "0"]);
});

test("points that are added or taken have their sign", () => {
  expect([1.5, -2, 0, -0.001, 10.126].map(signedPoints)).toEqual(["+1.5", "−2", "±0", "±0", "+10.13"]);
});
