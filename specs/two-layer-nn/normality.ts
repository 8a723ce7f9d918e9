import type { Tensor } from "../../reference/tensor/tensor.js";
import { fail, numberText } from "../kit/index.js";

// For 10 240 weights the standard error of the mean is σ/√n, that of the variance σ²√(2/n) = 1.4 %: both bounds are
// 7 of them wide, so that a right sampler fails once in 10^11 runs.
const MEAN_ERRORS = 7;
const VARIANCE_RATIO = 0.1;

// For 56 250 weights the standard error of the skewness is √(6/n) = 0.010, of the excess kurtosis √(24/n) = 0.021.
// A sum of k uniforms has the excess kurtosis −1.2/k: one of 6, which no test can tell from normal numbers at
// n = 10 000, is 5 standard errors inside of the bound, and one of 3, which any test can, 5 outside.
const SKEWNESS = 0.1;
const KURTOSIS = 0.3;
// Kolmogorov-Smirnov: P(D > 0.018) = 2·exp(−2·n·0.018²) ≈ 3e-16.
const DISTANCE = 0.018;

// Where each draw is used twice, one half of the weights are distinct; of a sampler's own numbers, even in float32, all
// but a few are.
const LEAST_DISTINCT = 0.6;

// For 3 000 weights the standard error of the variance is σ²√(2/n) = 2.6 %: the bound is 7 of them wide.
const SMALL_VARIANCE_RATIO = 0.2;

interface Moments {
  readonly mean: number;
  readonly variance: number;
  readonly skewness: number;
  /** 0 for a normal distribution, −1.2 for a uniform one. */
  readonly excessKurtosis: number;
}

function momentsOf(data: Float64Array): Moments {
  const n = data.length;
  let [sum, second, third, fourth] = [0, 0, 0, 0];
  // By index: tens of thousands of numbers are over before an iterator would be compiled.
  for (let i = 0; i < n; i++) sum += data[i]!;
  const mean = sum / n;
  for (let i = 0; i < n; i++) {
    const off = data[i]! - mean;
    const square = off * off;
    second += square;
    third += square * off;
    fourth += square * square;
  }
  const variance = second / n;
  return {
    mean,
    variance,
    skewness: third / n / variance ** 1.5,
    excessKurtosis: fourth / n / variance ** 2 - 3,
  };
}

/** The standard normal distribution function (Abramowitz & Stegun 7.1.26, error below 1.5e-7). */
function normalCdf(z: number): number {
  const x = Math.abs(z) / Math.SQRT2;
  const t = 1 / (1 + 0.3275911 * x);
  const series =
    ((((1.061405429 * t - 1.453152027) * t + 1.421413741) * t - 0.284496736) * t + 0.254829592) * t;
  const erf = 1 - series * Math.exp(-x * x);
  return z < 0 ? (1 - erf) / 2 : (1 + erf) / 2;
}

/** The largest gap between the numbers' distribution and a normal one of the same mean and variance. */
function distanceToNormal(data: Float64Array, { mean, variance }: Moments): number {
  const n = data.length;
  const deviation = Math.sqrt(variance);
  const sorted = data.toSorted();
  let largest = 0;
  for (let i = 0; i < n; i++) {
    const expected = normalCdf((sorted[i]! - mean) / deviation);
    largest = Math.max(largest, Math.abs(expected - i / n), Math.abs(expected - (i + 1) / n));
  }
  return largest;
}

/**
 * Nothing where the weights are draws of their own.
 *
 * @throws CheckFailure where all are equal, or many are copies of others.
 */
function expectDistinct(what: string, { data }: Tensor): void {
  const distinct = new Set(data).size;
  if (distinct === 1) fail("two-layer-nn.all-equal", { what });
  if (distinct < LEAST_DISTINCT * data.length) {
    fail("two-layer-nn.repeated-weights", { what, distinct, count: data.length });
  }
}

/**
 * Nothing where the weights have mean 0 and the variance, as far as their number can tell.
 *
 * @throws CheckFailure that gives what was measured, and names the rule that it looks like.
 */
export function judgeVariance(what: string, weights: Tensor, expected: number): void {
  expectDistinct(what, weights);
  const { mean, variance } = momentsOf(weights.data);
  const standardError = Math.sqrt(expected / weights.data.length);
  const got = numberText(variance);
  if (!(Math.abs(variance / expected - 1) <= VARIANCE_RATIO)) {
    fail("two-layer-nn.variance", { what, got, expected: numberText(expected) });
  }
  if (!(Math.abs(mean) <= MEAN_ERRORS * standardError)) {
    fail("two-layer-nn.mean", { what, got: numberText(mean) });
  }
}

/**
 * Nothing where the weights of the smallest networks have about the variance of Glorot's rule: with fans as small as can
 * be, a rule that adds something to them is far from it.
 *
 * @param weights 3 000 at least, each in units of the right standard deviation
 * @throws CheckFailure that gives what was measured.
 */
export function judgeSmallVariance(weights: Float64Array): void {
  const { variance } = momentsOf(weights);
  if (Math.abs(variance - 1) <= SMALL_VARIANCE_RATIO) return;
  fail("two-layer-nn.small-variance", { got: numberText(variance) });
}

/**
 * The weights of all matrices in one list, each with the mean of its matrix taken off, in units of its standard deviation.
 *
 * @throws CheckFailure where those of a matrix are all equal, or many are copies of others.
 */
function standardized(matrices: Readonly<Record<string, Tensor>>): Float64Array {
  const all = Object.entries(matrices);
  const numbers = new Float64Array(all.reduce((sum, [, { data }]) => sum + data.length, 0));
  let at = 0;
  for (const [what, matrix] of all) {
    expectDistinct(what, matrix);
    const { data } = matrix;
    const { mean, variance } = momentsOf(data);
    const deviation = Math.sqrt(variance);
    for (let i = 0; i < data.length; i++) numbers[at++] = (data[i]! - mean) / deviation;
  }
  return numbers;
}

/**
 * Nothing where the weights are normal to a Kolmogorov-Smirnov test, a test of skewness and one of kurtosis. A sum of
 * 12 uniforms (excess kurtosis −0.1) passes; a uniform (−1.2) or a triangular distribution (−0.6) does not.
 *
 * @throws CheckFailure that gives what was measured.
 */
export function judgeNormal({ W1, W2 }: { W1: Tensor; W2: Tensor }): void {
  const numbers = standardized({ W1, W2 });
  const moments = momentsOf(numbers);
  const { skewness, excessKurtosis } = moments;
  const distance = distanceToNormal(numbers, moments);
  if (Math.abs(skewness) <= SKEWNESS && Math.abs(excessKurtosis) <= KURTOSIS && distance <= DISTANCE) return;
  fail("two-layer-nn.not-normal", {
    what: "W1, W2",
    skewness: numberText(skewness),
    kurtosis: numberText(excessKurtosis),
    distance: numberText(distance),
  });
}
