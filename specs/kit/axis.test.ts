import fc from "fast-check";
import { expect, test } from "vitest";
import { indexOf, shapeText, sizesText, type Axis } from "./axis.js";
import { missText, numberText, placeText, plainNumber } from "./number-text.js";

const axis = (letter: string, size: number): Axis => ({ letter, name: letter.toLowerCase(), size });

test("shapes are written as in the handout", () => {
  expect(shapeText([axis("N", 3), axis("C", 4)])).toBe("(N, C) = (3, 4)");
  expect(shapeText([])).toBe("() = ()");
  expect(sizesText([2, 1])).toBe("(2, 1)");
});

test("the index of an entry leads back to its place in row-major order", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 5 }), { maxLength: 4 }), fc.nat(), (sizes, at) => {
      const axes = sizes.map((size, i) => axis("ABCD"[i] ?? "", size));
      const flat = at % sizes.reduce((product, size) => product * size, 1);
      const index = indexOf(axes, flat);
      expect(index.map(({ name }) => name)).toEqual(axes.map(({ name }) => name));
      expect(index.reduce((place, { index: each }, i) => place * (sizes[i] ?? 1) + each, 0)).toBe(flat);
      expect(index.every(({ index: each }, i) => each >= 0 && each < (sizes[i] ?? 0))).toBe(true);
    }),
    { seed: 1 },
  );
});

test.each([
  [0, "0"],
  [-3, "-3"],
  [1 / 3, "0.333333"],
  [123456.789, "123457"],
  [0.00001234, "1.234e-5"],
  [1234567.5, "1.235e+6"],
  [Number.NaN, "NaN"],
  [-Infinity, "-Infinity"],
])("%d is written %s", (value, text) => {
  expect(numberText(value)).toBe(text);
});

test("a number's text is the number to six digits", () => {
  fc.assert(
    fc.property(fc.double({ noDefaultInfinity: true, noNaN: true }), (value) => {
      expect(Math.abs(Number(numberText(value)) - value)).toBeLessThanOrEqual(1e-3 * Math.abs(value));
    }),
    { seed: 1 },
  );
});

test("misses, places and what JSON cannot carry", () => {
  expect([missText(0.0123), missText(Infinity)]).toEqual(["1.2e-2", "Infinity"]);
  expect(placeText("y", [{ index: 1 }, { index: 0 }])).toBe("y[1][0]");
  expect([1.5, Number.NaN, Infinity, -Infinity].map(plainNumber)).toEqual([
    1.5,
    "NaN",
    "Infinity",
    "-Infinity",
  ]);
});
