import { describe, expect, test } from "vitest";
import { numericGradientOf } from "../gradients/numeric-gradient.js";
import { compare } from "../gradients/tolerance.js";
import { Random } from "../random/random.js";
import { Tensor } from "../tensor/tensor.js";
import { accuracy } from "./accuracy.js";
import { shuffledBatches } from "./batches.js";
import { crossEntropy, crossEntropyBackward } from "./cross-entropy.js";
import { glorotNormal } from "./glorot.js";
import { oneHot } from "./one-hot.js";
import { sgdStep } from "./sgd.js";
import { sigmoid, sigmoidBackward } from "./sigmoid.js";
import { softmax, softmaxBackward } from "./softmax.js";

const random = new Random("nn");
const tight = { pass: 1e-9, float32: 1e-8 };

describe("sigmoid", () => {
  test("known values, both ends, and nothing overflows", () => {
    const values = sigmoid(Tensor.vector([0, Math.log(3), -Math.log(3), 1000, -1000, -40, 1e308])).data;
    expect(values[1]).toBeCloseTo(0.75, 15);
    expect(values[2]).toBeCloseTo(0.25, 15);
    expect([values[0], values[3], values[4], values[6]]).toEqual([0.5, 1, 0, 1]);
    expect(values[5]).toBe(Math.exp(-40)); // 1/(1 + e⁴⁰) to the last digit, not 0
    expect(sigmoid(Tensor.scalar(Number.NaN)).at()).toBeNaN();
  });

  test("backward is the derivative of an upstream-weighted sum", () => {
    const z = random.normalTensor([3, 4]);
    const upstream = random.normalTensor([3, 4]);
    const numeric = numericGradientOf((point) => sigmoid(point).times(upstream).sum(), z);
    const analytic = sigmoidBackward(upstream, sigmoid(z));
    expect(compare(analytic, numeric.gradient, { tolerance: tight }).tier).toBe("pass");
  });
});

describe("softmax", () => {
  test("rows are distributions, unmoved by a shift of the row, finite at ±1000", () => {
    const y = softmax(Tensor.fromRows([[1, 2, 3], [1001, 1002, 1003], [-1000, 0, 1000]])); // prettier-ignore
    for (const row of y.toRows()) expect(row.reduce((sum, p) => sum + p)).toBeCloseTo(1, 15);
    expect(y.toRows()[1]).toEqual(y.toRows()[0]);
    expect(y.toRows()[2]).toEqual([0, 0, 1]);
  });

  test("backward is the derivative of an upstream-weighted sum", () => {
    const z = random.normalTensor([3, 4]);
    const upstream = random.normalTensor([3, 4]);
    const numeric = numericGradientOf((point) => softmax(point).times(upstream).sum(), z);
    const analytic = softmaxBackward(upstream, softmax(z));
    expect(compare(analytic, numeric.gradient, { tolerance: tight }).tier).toBe("pass");
  });
});

describe("cross-entropy", () => {
  const Y = oneHot([2, 0], 3);

  test("is the mean of −log p of the true classes; certain and impossible ones are the limits", () => {
    const yHat = Tensor.fromRows([[0.25, 0.25, 0.5], [0.125, 0.375, 0.5]]); // prettier-ignore
    expect(crossEntropy(Y, yHat)).toBeCloseTo((Math.log(2) + Math.log(8)) / 2, 15);
    expect(crossEntropy(Y, Y)).toBeCloseTo(0, 15);
    expect(crossEntropy(Y, Tensor.fromRows([[1, 0, 0], [1, 0, 0]]))).toBe(Number.POSITIVE_INFINITY); // prettier-ignore
  });

  test("backward is the derivative through softmax, the same as the two backwards in a row", () => {
    const logits = random.normalTensor([2, 3]);
    const y = softmax(logits);
    const analytic = crossEntropyBackward(Y, y);
    const numeric = numericGradientOf((point) => crossEntropy(Y, softmax(point)), logits);
    expect(compare(analytic, numeric.gradient, { tolerance: tight }).tier).toBe("pass");
    const dy = Y.map((target, offset) => -target / (y.data[offset]! * Y.rows));
    expect(compare(softmaxBackward(dy, y), analytic, { tolerance: tight }).tier).toBe("pass");
  });
});

test("Glorot-normal weights have variance 2/(fanIn + fanOut) and mean 0", () => {
  const weights = glorotNormal(random, 150, 50);
  expect(weights.shape).toEqual([150, 50]);
  expect(weights.times(weights).sum() / 7500).toBeCloseTo(0.01, 3);
  expect(weights.sum() / 7500).toBeCloseTo(0, 2);
});

test("one-hot rows, and a label outside the classes throws", () => {
  expect(oneHot([1, 0], 3).toRows()).toEqual([[0, 1, 0], [1, 0, 0]]); // prettier-ignore
  for (const label of [3, -1, 0.5]) expect(() => oneHot([label], 3)).toThrow(RangeError);
});

test("accuracy is a percentage", () => {
  expect(accuracy(oneHot([0, 1, 1], 2), oneHot([0, 1, 0], 2))).toBe(200 / 3);
});

test("an SGD step is param − lr·grad, name by name", () => {
  const step = sgdStep({ w: Tensor.vector([1, 2]), b: Tensor.scalar(3) }, { w: Tensor.vector([10, -10]), b: Tensor.scalar(0) }, 0.5); // prettier-ignore
  expect([[...step.w.data], [...step.b.data]]).toEqual([[-4, 7], [3]]);
});

describe("shuffled batches", () => {
  test("hold every row once, in batches of the size asked for with a short last one", () => {
    const batches = shuffledBatches(new Random(1), 10, 4);
    expect(batches.map((batch) => batch.length)).toEqual([4, 4, 2]);
    expect(batches.flat().toSorted((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(batches.flat()).not.toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(shuffledBatches(new Random(1), 3, 100)).toHaveLength(1);
  });

  test("of no examples at all make no sense", () => {
    expect(() => shuffledBatches(new Random(1), 10, 0)).toThrow(RangeError);
  });
});
