import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { numericGradientOf } from "../gradients/numeric-gradient.js";
import { compare } from "../gradients/tolerance.js";
import { causalMask, drawMask } from "../nn/masks.js";
import { Random } from "../random/random.js";
import { Tensor } from "../tensor/tensor.js";
import {
  type AttentionInputs,
  drawAttention,
  drawAttentionSizes,
  drawExtremeAttention,
  withHugeHiddenKey,
  withZeroScore,
} from "./attention-inputs.js";
import {
  type Attention,
  scaledDotProductAttention,
  scaledDotProductAttentionBackward,
} from "./scaled-dot-product-attention.js";

const attend = ({ Q, K, V, mask }: AttentionInputs): Attention => scaledDotProductAttention(Q, K, V, mask);
/** The largest difference, relative to the largest expected entry. */
const apart = (got: Tensor, expected: Tensor): number => got.minus(expected).maxAbs() / expected.maxAbs();

/** Says it of attention over many sizes, also of 1, with a mask and without. */
function forAttention(law: (inputs: AttentionInputs, random: Random) => void): void {
  const sizes = fc.record({
    N: fc.integer({ min: 1, max: 2 }),
    S: fc.integer({ min: 1, max: 3 }),
    Tq: fc.integer({ min: 1, max: 4 }),
    Tk: fc.integer({ min: 1, max: 5 }),
    P: fc.integer({ min: 1, max: 4 }),
    Pv: fc.integer({ min: 1, max: 4 }),
  });
  const property = fc.property(fc.integer(), sizes, fc.boolean(), (seed, size, masked) => {
    const random = new Random(seed);
    law(drawAttention(random, size, masked ? drawMask(random, size.Tq, size.Tk) : undefined), random);
  });
  fc.assert(property, { numRuns: 60, seed: 1 });
}

/** The keys of a tensor `(N, S, Tk, m)` that `keys` names, in that order. */
function takeKeys(tensor: Tensor, keys: readonly number[]): Tensor {
  const [N = 0, S = 0, Tk = 0, m = 0] = tensor.shape;
  const rows = Array.from({ length: N * S }, (_, i) => keys.map((k) => i * Tk + k)).flat();
  return tensor
    .reshape([N * S * Tk, m])
    .takeRows(rows)
    .reshape([N, S, keys.length, m]);
}

describe("attention", () => {
  test("gives the weights and the output that a hand computes", () => {
    const Q = Tensor.of([1, 1, 1, 4], [2, 0, 0, 0]);
    const K = Tensor.of([1, 1, 3, 4], [0, 9, 0, 0, Math.log(3), 0, 9, 0, 0, 0, 0, 9]);
    const V = Tensor.of([1, 1, 3, 1], [10, 20, 5]);
    const { output, weights } = scaledDotProductAttention(Q, K, V); // scores 0, ln 3, 0
    expect(apart(weights, Tensor.of([1, 1, 1, 3], [0.2, 0.6, 0.2]))).toBeLessThan(1e-13);
    expect(apart(output, Tensor.of([1, 1, 1, 1], [15]))).toBeLessThan(1e-13);
    const masked = scaledDotProductAttention(Q, K, V, [[false, true, true]]);
    expect(apart(masked.weights, Tensor.of([1, 1, 1, 3], [0, 0.75, 0.25]))).toBeLessThan(1e-13);
    expect(apart(masked.output, Tensor.of([1, 1, 1, 1], [16.25]))).toBeLessThan(1e-13);
  });

  test("has rows of weights from 0 up that sum to 1, exactly 0 where the mask forbids", () => {
    forAttention((inputs) => {
      const { weights } = attend(inputs);
      const [, , Tq = 0, Tk = 0] = weights.shape;
      weights
        .reshape([weights.data.length / Tk, Tk])
        .toRows()
        .forEach((row, i) => {
          expect(row.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 14);
          const open = inputs.mask?.[i % Tq];
          row.forEach((weight, k) => expect(open?.[k] === false ? weight === 0 : weight > 0).toBe(true));
        });
    });
  });

  test("does not care for the order of the keys and their values", () => {
    forAttention((inputs, random) => {
      const keys = random.shuffle(Array.from({ length: inputs.K.shape[2] ?? 0 }, (_, k) => k));
      const mask = inputs.mask?.map((row) => keys.map((k) => row[k] === true));
      const moved = { Q: inputs.Q, K: takeKeys(inputs.K, keys), V: takeKeys(inputs.V, keys), mask };
      expect(apart(attend(moved).output, attend(inputs).output)).toBeLessThan(1e-13);
    });
  });

  test("does not change when one vector is added to every key", () => {
    forAttention((inputs, random) => {
      const shift = random.normalTensor([inputs.K.columns]);
      const K = inputs.K.map((value, offset) => value + shift.data[offset % shift.columns]!);
      expect(apart(attend({ ...inputs, K }).weights, attend(inputs).weights)).toBeLessThan(1e-13);
    });
  });

  test("with queries of 0 gives the mean of the values that the mask admits", () => {
    forAttention((inputs) => {
      const { weights } = attend({ ...inputs, Q: inputs.Q.scale(0) });
      const Tk = weights.columns;
      const counts = inputs.mask?.map((row) => row.filter(Boolean).length) ?? [];
      const mean = weights.map((_, offset) => {
        const q = Math.floor(offset / Tk) % (weights.shape[2] ?? 1);
        return inputs.mask === undefined ? 1 / Tk : Number(inputs.mask[q]?.[offset % Tk]) / (counts[q] ?? 0);
      });
      expect(apart(weights, mean)).toBeLessThan(1e-13);
    });
  });

  test("over doubled keys gives the same output, and masked keys are as good as absent", () => {
    forAttention(({ Q, K, V }) => {
      const all = Array.from({ length: K.shape[2] ?? 0 }, (_, k) => k);
      const twice = [...all, ...all];
      const right = scaledDotProductAttention(Q, K, V).output;
      const [K2, V2] = [takeKeys(K, twice), takeKeys(V, twice)];
      expect(apart(scaledDotProductAttention(Q, K2, V2).output, right)).toBeLessThan(1e-13);
      const mask = Array.from({ length: Q.shape[2] ?? 0 }, () => twice.map((_, k) => k < all.length));
      expect(apart(scaledDotProductAttention(Q, K2.map((value) => value * 3), V2, mask).output, scaledDotProductAttention(Q, K.scale(3), V).output)).toBeLessThan(1e-13); // prettier-ignore
    });
  });
});

test("a score of exactly 0 beside a mask has weight, in every example and head", () => {
  const sizes = { N: 2, S: 3, Tq: 4, Tk: 5, P: 6, Pv: 7 };
  const inputs = withZeroScore(drawAttention(new Random("zero"), sizes));
  const { weights } = attend(inputs);
  scaledScores(inputs).forEach((score, at) => {
    const isFirst = at % (sizes.Tq * sizes.Tk) === 0;
    expect(Math.abs(score) === 0).toBe(isFirst);
    expect(weights.data[at]! > 0).toBe(at % sizes.Tk < sizes.Tk - 1);
  });
});

describe("extreme scores", () => {
  const sizes = { N: 2, S: 3, Tq: 6, Tk: 5, Pv: 7 };

  test.each([undefined, "with a mask"])("of ±1000 are shared among the largest admitted keys, %s", (kind) => {
    const random = new Random("extremes");
    const inputs = drawExtremeAttention(
      random,
      sizes,
      kind === undefined ? undefined : drawMask(random, sizes.Tq, sizes.Tk),
    );
    const { output, weights } = attend(inputs);
    expect([...output.data, ...weights.data].every(Number.isFinite)).toBe(true);
    const scores = scaledScores(inputs);
    expect(Math.min(...scores.map(Math.abs))).toBeGreaterThan(980);
    expect(Math.max(...scores.map(Math.abs))).toBeLessThan(1020);
    expect(weights.data.filter((weight) => weight > 0.01 && weight < 0.99).length).toBeGreaterThan(20);
  });

  test.each([2 ** 40, 1e200, Number.MAX_VALUE])(
    "of masked keys do nothing, keys being as large as %d",
    (size) => {
      const plain = drawAttention(
        new Random("hidden"),
        { ...sizes, P: 4 },
        causalMask(6).map((row) => row.slice(0, 5)),
      );
      const hidden = withHugeHiddenKey(plain);
      const K = hidden.K.map((value, i) =>
        Math.abs(value) > 2 ** 20 ? Math.sign(value) * size : plain.K.data[i]!,
      );
      const found = attend({ ...hidden, K });
      expect(found).toEqual(attend({ ...hidden, K: plain.K }));
      const keys = [0, 1, 2, 3];
      const shorter = { Q: plain.Q, K: takeKeys(plain.K, keys), V: takeKeys(plain.V, keys) };
      expect(
        apart(found.output, attend({ ...shorter, mask: hidden.mask?.map((row) => row.slice(0, 4)) }).output),
      ).toBeLessThan(1e-13);
    },
  );
});

/** All scaled scores. */
function scaledScores({ Q, K }: AttentionInputs): number[] {
  const [N = 0, S = 0, Tq = 0, P = 0] = Q.shape;
  const Tk = K.shape[2] ?? 0;
  return Array.from({ length: N * S * Tq * Tk }, (_, i) => {
    const [k, row] = [i % Tk, Math.floor(i / Tk)];
    const key = Math.floor(row / Tq) * Tk + k;
    return Array.from({ length: P }, (_, p) => Q.data[row * P + p]! * K.data[key * P + p]!).reduce((a, b) => a + b) / Math.sqrt(P); // prettier-ignore
  });
}

test.each([false, true])(
  "the gradients are Richardson's, also of other lengths and widths, mask: %s",
  (masked) => {
    const random = new Random("gradients");
    for (let i = 0; i < 5; i++) {
      const sizes = { ...drawAttentionSizes(random), Tq: 4, Tk: 5 };
      const inputs = drawAttention(random, sizes, masked ? drawMask(random, sizes.Tq, sizes.Tk) : undefined);
      const { Q, K, V } = inputs;
      const { output, weights } = attend(inputs);
      const dOutput = random.normalTensor(output.shape);
      const gradients = scaledDotProductAttentionBackward(dOutput, Q, K, V, weights);
      for (const name of ["Q", "K", "V"] as const) {
        const numeric = numericGradientOf((point) => attend({ ...inputs, [name]: point }).output.times(dOutput).sum(), inputs[name]); // prettier-ignore
        expect(numeric).toMatchObject({ inconclusive: false, kinks: [] });
        const tolerance = { pass: 1e-9, float32: 1e-8 };
        expect(compare(gradients[name], numeric.gradient, { tolerance })).toMatchObject({ tier: "pass" });
      }
    }
  },
);

test("what does not fit is refused", () => {
  const { Q, K, V } = drawAttention(new Random(1), { N: 2, S: 3, Tq: 4, Tk: 5, P: 2, Pv: 3 });
  expect(() => scaledDotProductAttention(Q, Q, V)).toThrow(/do not fit/);
  expect(() => scaledDotProductAttention(Q, V, V)).toThrow(/do not fit/);
  expect(() => scaledDotProductAttention(Q, K, V, causalMask(4))).toThrow(/\(4, 5\)/);
  const closed = Array.from({ length: 4 }, (_, q) => Array.from({ length: 5 }, () => q !== 2));
  expect(() => scaledDotProductAttention(Q, K, V, closed)).toThrow(/no key to query 2/);
});
