// Tolerances are only worth something if the goldens leave room on both sides: correct work of any style stays
// within a tenth of its tolerance, and structural bugs are a hundred times farther away.
import { describe, expect, test } from "vitest";
import { TOLERANCE } from "../gradients/tolerance.js";
import type { Attention } from "../models/scaled-dot-product-attention.js";
import {
  naive,
  normalize,
  plain,
  runAttention,
  runLayer,
  stable,
  type Style,
} from "./attention-style.fixture.js";
import type { GoldenTensor } from "./format.js";
import { goldenPath, loadGolden } from "./generate.js";
import { attentionCases, type MultiHeadCase, multiHeadCases } from "./multi-head-attention.js";
import { storeGradients } from "./multi-head-tensors.js";
import { maxDifference } from "./oracle.js";
import { store } from "./tensors.js";

const file = loadGolden(goldenPath("multi-head-attention"));
const attentions = attentionCases(file);
const layers = multiHeadCases(file);
const isExtreme = ({ id }: { id: string }): boolean => id.includes("extreme");

/** All tensors of an answer, but the gradient of the key bias, which is rounding. */
const tensors = ({ output, weights, grads }: MultiHeadCase["expected"]): Record<string, GoldenTensor> => ({
  ...store({ output, weights }),
  ...storeGradients(grads),
});
const both = ({ output, weights }: Attention): Record<string, GoldenTensor> => store({ output, weights });
/** The worst of the tensors, each relative to its largest entry; where all are 0, as of one token, absolutely. */
const miss = (style: Partial<Style>, { inputs, expected }: MultiHeadCase): number => {
  const [got, right] = [tensors(runLayer({ ...plain, ...style }, inputs)), tensors(expected)];
  const misses = Object.entries(right).map(([name, { data }]) => {
    const largest = Math.max(...data.map(Math.abs));
    return Math.max(...data.map((value, i) => Math.abs(got[name]!.data[i]! - value))) / (largest || 1);
  });
  return Math.max(...misses);
};

const columns = (rows: number[][]): number[][] => rows[0]!.map((_, j) => rows.map((row) => row[j]!));

const correct: Record<string, Partial<Style>> = {
  "plain loops": {},
  "sums from the other end": { order: (items) => items.toReversed() },
  "a softmax without shift": { softmax: (scores) => scores.map(naive) },
  "a softmax by log-sum-exp": {
    softmax: (scores) => scores.map((z) => z.map((score) => Math.exp(score - Math.log(z.reduce((sum, s) => sum + Math.exp(s), 0))))), // prettier-ignore
  },
  "queries divided before the product": {
    scale: () => 1,
    operands: (Q, K, V) => [Q.map((row) => row.map((q) => q / Math.sqrt(row.length))), K, V],
  },
  "a mask of −1e30": { forbid: () => -1e30 },
  "a chain through the softmax's Jacobian": {
    dScores: (w, d) => w.map((_, j) => w.reduce((sum, weight, k) => sum + d[k]! * weight * ((j === k ? 1 : 0) - w[j]!), 0)), // prettier-ignore
  },
};

const wrong: Record<string, Partial<Style>> = {
  "no scale": { scale: () => 1, slope: () => 1 },
  "a scale by P": { scale: (P) => 1 / P, slope: (P) => 1 / P },
  "a scale by the root of the model dimension": { scale: (P, S) => 1 / Math.sqrt(P * S) },
  "a softmax over the queries": { softmax: (scores) => columns(columns(scores).map(stable)) },
  "a softmax over the whole head": {
    softmax: (scores) => {
      const all = stable(scores.flat());
      return scores.map((row, i) => row.map((_, j) => all[i * row.length + j]!));
    },
  },
  "a softmax of the sign flipped": { softmax: (scores) => scores.map((row) => stable(row.map((score) => (score === -Infinity ? score : -score)))) }, // prettier-ignore
  "a softmax twice": { softmax: (scores) => scores.map((row) => stable(stable(row))) },
  "keys that are queries": { operands: (Q, _, V) => [Q, Q, V] },
  "values that are keys": { operands: (Q, K) => [Q, K, K] },
  "queries and keys that change places": { operands: (Q, K, V) => [K, Q, V] },
  "weights transposed on their way": { used: columns },
  "weights rounded to two digits": {
    used: (w) => w.map((row) => row.map((weight) => Number(weight.toFixed(2)))),
  },
  "an interleaved split": { feature: (s, p, S) => p * S + s },
  "heads in the other order": { feature: (s, p, S, P) => (S - 1 - s) * P + p },
  "no biases": { bias: 0 },
  "a softmax gradient without the sum": { dScores: (w, d) => w.map((weight, k) => weight * d[k]!) },
  "the diagonal of the softmax's Jacobian": {
    dScores: (w, d) => w.map((weight, k) => weight * (1 - weight) * d[k]!),
  },
  "no softmax in the gradient": { dScores: (_, d) => d },
  "no scale in the gradient": { slope: () => 1 },
  "x without the way through the keys": { ways: ["queryProj", "valueProj"] },
  "x without the way through the queries": { ways: ["keyProj", "valueProj"] },
  "x without the way through the values": { ways: ["queryProj", "keyProj"] },
};

const masking: Record<string, Partial<Style>> = {
  "a mask that is ignored": { forbid: (score) => score },
  "masked scores of 0": { forbid: () => 0 },
  "masked scores of −5": { forbid: () => -5 },
  "a mask after the softmax": {
    softmax: (scores) => scores.map((row) => row.map((score) => (score > 1e3 ? 0 : Math.exp(score - 1)))),
    forbid: () => 1e4,
  },
};

describe.each(layers.filter((golden) => !isExtreme(golden)))("golden $id", (golden) => {
  test.each(Object.entries(correct))("is met with a tenth of the tolerance by %s", (_, style) => {
    expect(miss(style, golden)).toBeLessThan(TOLERANCE.pass / 10);
  });

  test("is met with a tenth of its tolerance in float32", () => {
    expect(miss({ round: Math.fround }, golden)).toBeLessThan(TOLERANCE.float32 / 10);
  });
});

describe.each(attentions.filter((golden) => !isExtreme(golden)))("golden $id", ({ inputs, expected }) => {
  test.each(Object.entries(correct))("is met with a tenth of the tolerance by %s", (_, style) => {
    const got = runAttention({ ...plain, ...style }, inputs);
    expect(maxDifference(both(got), both(expected))).toBeLessThan(TOLERANCE.pass / 10);
  });
});

/** One head, one token or one feature do not tell all mistakes apart: there, others must. */
const telling = layers.filter(({ id }) => !/extreme|one|smallest/.test(id));

describe("with a hundred times the tolerance", () => {
  test.each(Object.entries(wrong))("%s is found by every telling golden", (_, style) => {
    for (const golden of telling) expect(miss(style, golden)).toBeGreaterThan(100 * TOLERANCE.pass);
  });

  test.each(Object.entries(masking))("%s is found by every golden with a mask", (_, style) => {
    const masked = telling.filter(({ inputs }) => inputs.mask !== undefined);
    expect(masked).toHaveLength(3);
    for (const golden of masked) expect(miss(style, golden)).toBeGreaterThan(100 * TOLERANCE.pass);
  });
});

describe("the extreme goldens", () => {
  test.each(attentions.filter(isExtreme))(
    "$id is met by careful work, in float32 too",
    ({ inputs, expected }) => {
      const double = runAttention(plain, inputs);
      expect(maxDifference(both(double), both(expected))).toBeLessThan(TOLERANCE.pass / 10);
      const single = runAttention({ ...plain, round: Math.fround }, inputs);
      expect(maxDifference(both(single), both(expected))).toBeLessThan(TOLERANCE.float32 / 10);
    },
  );

  test.each(layers.filter(isExtreme))("$id is met by careful work, its forward in float32 too", (golden) => {
    expect(miss({}, golden)).toBeLessThan(TOLERANCE.pass / 10);
    const single = runLayer({ ...plain, round: Math.fround }, golden.inputs);
    expect(maxDifference(both(single), both(golden.expected))).toBeLessThan(TOLERANCE.float32 / 10);
  });

  test("find a softmax without shift, or with that of the whole head", () => {
    const unshifted = { softmax: (scores: number[][]) => scores.map(naive) };
    const ofHead = {
      softmax: (scores: number[][]) => {
        const shift = Math.max(...scores.flat());
        return scores.map((row) => normalize(row.map((score) => Math.exp(score - shift))));
      },
    };
    const [open, masked] = attentions.filter(isExtreme);
    const isFinite = (style: Partial<Style>, golden = open!): boolean =>
      runAttention({ ...plain, ...style }, golden.inputs).weights.data.every(Number.isFinite);
    expect([isFinite({}), isFinite(unshifted)]).toEqual([true, false]);
    // without a mask every query finds a key of its own side
    expect([isFinite({}, masked), isFinite(unshifted, masked), isFinite(ofHead, masked)]).toEqual([true, false, false]); // prettier-ignore
  });

  test("find a mask that is subtracted, or comes after the shift", () => {
    const { inputs, expected } = attentions.find(({ id }) => id === "attention-hidden")!;
    const subtracted = runAttention({ ...plain, forbid: (score) => score - 1e9 }, inputs);
    expect(maxDifference(both(subtracted), both(expected))).toBeGreaterThan(100 * TOLERANCE.pass);
    expect(inputs.K.maxAbs()).toBeGreaterThan(1e11);
  });
});
