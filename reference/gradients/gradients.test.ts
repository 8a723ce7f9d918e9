import { describe, expect, test } from "vitest";
import { Random } from "../random/random.js";
import { Tensor } from "../tensor/tensor.js";
import { Complex, complexStep } from "./complex.js";
import {
  compareAlong,
  directionalDerivatives,
  directionalDerivativesOf,
  planDirectionalDerivatives,
} from "./directional.js";
import { numericGradient, numericGradientOf, planNumericGradient } from "./numeric-gradient.js";
import { compare } from "./tolerance.js";

const random = new Random("gradients");
const point = random.normalTensor([3, 4]);
const smooth = (x: Tensor): number =>
  x.data.reduce((sum, value, i) => sum + Math.exp(value) * Math.cos(i) + value ** 3, 0);
const smoothGradient = point.map((value, i) => Math.exp(value) * Math.cos(i) + 3 * value ** 2);
const noisy = (x: Tensor): number => 1 + x.at(0, 0) / 3 + 0.1 - x.at(0, 0) / 3;
const single = (x: Tensor): number =>
  Math.fround(x.data.reduce((sum, value) => Math.fround(sum + Math.exp(value)), 0));
const partlyRelu = (x: Tensor): number => Math.max(0, x.at(1)) + x.at(0) ** 2;
const relu = (x: Tensor): number => Math.max(0, x.at(0));
const meanOfSines = (x: Tensor): number => x.data.reduce((sum, value) => sum + Math.sin(value), 0) / x.rows;
const near = (a: Complex, b: Complex): void => {
  expect(a.re).toBeCloseTo(b.re, 14);
  expect(a.im).toBeCloseTo(b.im, 14);
};
const all = { inconclusive: false, kinks: [] };

describe("numeric gradient", () => {
  test("of a smooth function is right to 1e-10 and says so", () => {
    const numeric = numericGradientOf(smooth, point);
    expect(numeric).toMatchObject(all);
    const tolerance = { pass: 1e-10, float32: 1e-9 };
    expect(compare(numeric.gradient, smoothGradient, { tolerance })).toMatchObject({ tier: "pass" });
    expect(numeric.error.maxAbs()).toBeLessThan(1e-4 * smoothGradient.maxAbs());
  });

  test("is planned and combined in two halves, with 1 + 4n points of which the first is the point", () => {
    const plan = planNumericGradient(point);
    expect(plan.points).toHaveLength(1 + 4 * 12);
    expect(plan.points[0]).toBe(point);
    expect(numericGradient(plan, plan.points.map(smooth))).toEqual(numericGradientOf(smooth, point));
    expect(() => numericGradient(plan, [1, 2, 3])).toThrow(RangeError);
  });

  test("takes steps that grow with the entry, so that large entries are no less exact", () => {
    const large = Tensor.vector([1e6, 3]);
    const numeric = numericGradientOf((x) => x.at(0) ** 2 + x.at(1), large);
    expect(numeric.gradient.at(0) / 2e6).toBeCloseTo(1, 9);
  });

  test("of a constant is zero, and conclusive", () => {
    expect(numericGradientOf(() => 3.7, point)).toMatchObject({ ...all, gradient: Tensor.zeros([3, 4]) });
  });

  test("of a function in which an entry cancels up to rounding is conclusive", () => {
    const numeric = numericGradientOf(noisy, point);
    expect(numeric.inconclusive).toBe(false);
    expect(compare(Tensor.zeros([3, 4]), numeric.gradient, { slack: numeric.error }).tier).toBe("pass");
  });

  test("of a function computed in float32 is inconclusive", () => {
    expect(numericGradientOf(single, point).inconclusive).toBe(true);
  });

  test.each([Number.NaN, Number.POSITIVE_INFINITY])(
    "of a function that gives %d is inconclusive",
    (value) => {
      const broken = (x: Tensor): number => (x.at(0, 0) > point.at(0, 0) ? value : 1);
      expect(numericGradientOf(broken, point).inconclusive).toBe(true);
    },
  );

  test("finds a kink at the very point, where central differences agree with each other", () => {
    expect(numericGradientOf(partlyRelu, Tensor.vector([0.5, 0]))).toMatchObject({
      inconclusive: false,
      kinks: [1],
    });
    expect(numericGradientOf(partlyRelu, Tensor.vector([0.5, 0.1]))).toMatchObject(all);
  });

  test("does not trust a kink anywhere within the step", () => {
    for (let offset = -0.99e-3; offset < 1e-3; offset += 1e-5) {
      const { inconclusive, kinks } = numericGradientOf(relu, Tensor.vector([offset]));
      expect(inconclusive || kinks.length > 0, `kink at ${offset}`).toBe(true);
    }
  });

  test("takes strong but smooth curvature for no kink", () => {
    expect(numericGradientOf((x) => Math.sin(10 * x.at(0)), Tensor.vector([0.3]))).toMatchObject(all);
    expect(numericGradientOf((x) => 50 * x.at(0) ** 2, Tensor.vector([0.3]))).toMatchObject(all);
  });
});

describe("directional derivatives", () => {
  const large = random.normalTensor([60, 50]);
  const gradient = large.map((value) => Math.cos(value) / 60);

  test("accept the gradient of a large tensor", () => {
    const numeric = directionalDerivativesOf(meanOfSines, large, random.fork("accept"));
    expect(numeric).toMatchObject(all);
    expect(compareAlong(gradient, numeric)).toMatchObject({ tier: "pass" });
  });

  test("reject one that is wrong in a single row, or everywhere by a thousandth, or not finite", () => {
    const numeric = directionalDerivativesOf(meanOfSines, large, random.fork("reject"));
    const row = gradient.map((value, offset) => (offset < 50 ? 0 : value));
    const broken = gradient.map((value, offset) => (offset === 7 ? Number.NaN : value));
    for (const wrong of [row, gradient.scale(1.001), gradient.scale(0), gradient.scale(1e9)]) {
      expect(compareAlong(wrong, numeric).tier).toBe("fail");
    }
    expect(compareAlong(broken, numeric)).toMatchObject({ tier: "fail", nonFinite: true });
  });

  test("do not overlook errors that cancel in the sum", () => {
    const numeric = directionalDerivativesOf(meanOfSines, large, random.fork("cancel"));
    const cancelling = gradient.map((value, offset) => value + (offset % 2 === 0 ? 1e-4 : -1e-4));
    expect(compareAlong(cancelling, numeric).tier).toBe("fail");
  });

  test("are planned and combined in two halves, with 1 + 4m points", () => {
    const plan = planDirectionalDerivatives(large, new Random(1), 2);
    expect(plan.points).toHaveLength(9);
    const combined = directionalDerivatives(plan, plan.points.map(meanOfSines));
    expect(combined).toEqual(directionalDerivativesOf(meanOfSines, large, new Random(1), 2));
    expect(combined.derivatives.shape).toEqual([2]);
  });
});

test("complex arithmetic obeys the laws it is used for", () => {
  const z = new Complex(0.3, -0.7);
  const w = new Complex(-1.1, 0.4);
  near(z.times(w).over(w), z);
  near(z.plus(w).minus(w), z);
  near(z.exp().log(), z);
  near(z.plus(w).exp(), z.exp().times(w.exp()));
  expect(complexStep((x) => x.times(x).times(x.exp()), 0.5)).toBeCloseTo(
    (2 * 0.5 + 0.25) * Math.exp(0.5),
    14,
  );
});
