import { describe, expect, test } from "vitest";
import { Tensor } from "../tensor/tensor.js";
import { compare, epsilonAllowance } from "./tolerance.js";

const expected = Tensor.fromRows([
  [100, 1],
  [-200, 0.5],
]);
const off = (offset: number, by: number): Tensor =>
  expected.map((value, i) => (i === offset ? value + by : value));

describe("compare", () => {
  test.each([
    ["equal", 0, "pass"],
    ["within 1e-6 of the largest entry", 1.9e-4, "pass"],
    ["within 1e-4 of it", 1.9e-2, "float32"],
    ["beyond", 2.1e-2, "fail"],
  ] as const)("%s", (_, by, tier) => {
    expect(compare(off(3, by), expected).tier).toBe(tier);
    expect(compare(off(0, -by), expected).tier).toBe(tier);
  });

  test("names the worst entry and what it missed", () => {
    const comparison = compare(off(2, 1).plus(off(1, 0.5)), expected.scale(2));
    expect(comparison).toMatchObject({ index: [1, 0], got: -399, expected: -400, miss: 1, nonFinite: false });
    expect(comparison.allowed).toBeCloseTo(4e-4, 15);
  });

  test.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])(
    "%d fails, whatever is allowed",
    (value) => {
      const got = off(0, 1e9).map((same, i) => (i === 2 ? value : same));
      expect(compare(got, expected, { slack: 1e12 })).toMatchObject({
        tier: "fail",
        nonFinite: true,
        index: [1, 0],
      });
    },
  );

  test("judges a zero tensor by the scale that the caller gives", () => {
    const zero = Tensor.zeros([2]);
    const tiny = Tensor.vector([0, 1e-17]);
    expect(compare(zero, zero).tier).toBe("pass");
    expect(compare(tiny, zero).tier).toBe("fail");
    expect(compare(tiny, zero, { scale: 1 }).tier).toBe("pass");
    expect(compare(off(0, 0.5), expected, { scale: 1e-9 }).tier).toBe("fail");
  });

  test("adds slack, for all entries or for each its own", () => {
    expect(compare(off(1, 3), expected, { slack: 3 }).tier).toBe("pass");
    const slack = Tensor.fromRows([[0, 3], [0, 0]]); // prettier-ignore
    expect(compare(off(1, 3), expected, { slack }).tier).toBe("pass");
    expect(compare(off(0, 3), expected, { slack })).toMatchObject({ tier: "fail", index: [0, 0] });
    expect(compare(off(1, 3).plus(off(0, 1)), expected.scale(2), { slack })).toMatchObject({
      index: [0, 0],
      miss: 1,
    });
  });

  test("takes other tolerances", () => {
    expect(compare(off(0, 1), expected, { tolerance: { pass: 1e-2, float32: 1e-1 } }).tier).toBe("pass");
  });

  test("compares scalars", () => {
    expect(compare(Tensor.scalar(2), Tensor.scalar(3))).toMatchObject({ tier: "fail", index: [], miss: 1 });
  });

  test("throws on what is our fault", () => {
    expect(() => compare(Tensor.vector([1]), expected)).toThrow(RangeError);
    expect(() => compare(Tensor.scalar(1), Tensor.scalar(Number.NaN))).toThrow(RangeError);
    expect(() => compare(Tensor.zeros([0]), Tensor.zeros([0]))).toThrow(RangeError);
  });
});

test("the epsilon allowance is 1e-7 times the mean of 1/p of the true classes, and covers log(p + 1e-7)", () => {
  const Y = Tensor.fromRows([[1, 0], [0, 1]]); // prettier-ignore
  const yHat = Tensor.fromRows([[0.5, 0.5], [0.9, 0.1]]); // prettier-ignore
  expect(epsilonAllowance(Y, yHat)).toBeCloseTo(6e-7, 20);
  const shift = (Math.log(0.5 + 1e-7) - Math.log(0.5) + Math.log(0.1 + 1e-7) - Math.log(0.1)) / 2;
  expect(shift).toBeLessThan(epsilonAllowance(Y, yHat));
  expect(epsilonAllowance(Y, Tensor.fromRows([[1, 0], [0, 1]]))).toBeCloseTo(1e-7, 20); // prettier-ignore
});
