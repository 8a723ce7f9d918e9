// The tolerances are promises about the goldens: correct work of any style is ten times closer than they ask,
// and structural bugs are a hundred times farther away. If a new seed breaks one, take another seed.
import { describe, expect, test } from "vitest";
import { epsilonAllowance, TOLERANCE } from "../gradients/tolerance.js";
import type { TwoLayerInputs } from "../models/two-layer-inputs.js";
import { forward } from "../models/two-layer-nn.js";
import type { GoldenTensor } from "./format.js";
import { goldenPath, loadGolden } from "./generate.js";
import { maxDifference } from "./oracle.js";
import { twoLayerCases, type TwoLayerOutputs } from "./two-layer-nn.js";
import { store } from "./tensors.js";
import { Tensor } from "../tensor/tensor.js";

/** The network in plain loops, with every step open to another way of writing it, right or wrong. */
interface Style {
  sigmoid: (z: number) => number;
  slope: (h: number, z: number) => number;
  softmax: (z: number[]) => number[];
  log: (p: number) => number;
  /** Gradient with respect to the logits. */
  dLogits: (y: number[], target: number[], N: number) => number[];
  /** The rounding of every intermediate value. */
  round: (x: number) => number;
  /** The order in which sums are taken. */
  order: <Item>(items: Item[]) => Item[];
  meanBias: boolean;
  bias: number;
}

const powers = (z: number[], shift: number): number[] => z.map((value) => Math.exp(value - shift));
const normalize = (values: number[]): number[] => values.map((p) => p / values.reduce((a, b) => a + b));
const plain: Style = {
  sigmoid: (z) => 1 / (1 + Math.exp(-z)),
  slope: (h) => h * (1 - h),
  softmax: (z) => normalize(powers(z, Math.max(...z))),
  log: Math.log,
  dLogits: (y, target, N) => y.map((p, c) => (p - target[c]!) / N),
  round: (x) => x,
  order: (items) => items,
  meanBias: false,
  bias: 1,
};

function run(style: Style, { params, X, Y }: TwoLayerInputs): Pick<TwoLayerOutputs, "y" | "loss" | "grads"> {
  const r = style.round;
  const [N, D, H, C] = [X.rows, X.columns, params.b1.columns, params.b2.columns];
  const range = (length: number): number[] => style.order(Array.from({ length }, (_, i) => i));
  const sum = (length: number, term: (i: number) => number, start = 0): number =>
    range(length).reduce((total, i) => r(total + r(term(i))), start);
  const build = (rows: number, columns: number, entry: (i: number, j: number) => number): number[][] =>
    Array.from({ length: rows }, (_, i) => Array.from({ length: columns }, (_, j) => r(entry(i, j))));
  const round = (tensor: Tensor): Tensor => tensor.map(r);
  const [W1, b1, W2, b2, x] = [params.W1, params.b1, params.W2, params.b2, X].map(round) as [Tensor, Tensor, Tensor, Tensor, Tensor]; // prettier-ignore
  const z1 = build(N, H, (n, h) => sum(D, (d) => x.at(n, d) * W1.at(d, h), style.bias * b1.at(h)));
  const hidden = build(N, H, (n, h) => style.sigmoid(z1[n]![h]!));
  const z2 = build(N, C, (n, c) => sum(H, (h) => hidden[n]![h]! * W2.at(h, c), style.bias * b2.at(c)));
  const y = z2.map((row) => style.softmax(row).map(r));
  const targets = Y.toRows();
  const loss = -sum(N, (n) => style.log(y[n]![targets[n]!.indexOf(1)]!)) / N;
  const dz2 = y.map((row, n) => style.dLogits(row, targets[n]!, N).map(r));
  const dz1 = build(
    N,
    H,
    (n, h) => sum(C, (c) => dz2[n]![c]! * W2.at(h, c)) * style.slope(hidden[n]![h]!, z1[n]![h]!),
  );
  const share = style.meanBias ? 1 / N : 1;
  return {
    y: Tensor.fromRows(y),
    loss: r(loss),
    grads: {
      W1: Tensor.fromRows(build(D, H, (d, h) => sum(N, (n) => x.at(n, d) * dz1[n]![h]!))),
      b1: Tensor.vector(range(H).toSorted((a, b) => a - b).map((h) => share * sum(N, (n) => dz1[n]![h]!))), // prettier-ignore
      W2: Tensor.fromRows(build(H, C, (h, c) => sum(N, (n) => hidden[n]![h]! * dz2[n]![c]!))),
      b2: Tensor.vector(range(C).toSorted((a, b) => a - b).map((c) => share * sum(N, (n) => dz2[n]![c]!))), // prettier-ignore
    },
  };
}

const tensors = ({ y, grads }: Pick<TwoLayerOutputs, "y" | "grads">): Record<string, GoldenTensor> =>
  store({ y, ...grads });

const golden = twoLayerCases(loadGolden(goldenPath("two-layer-nn")));
const ordinary = golden.filter(({ id }) => id !== "extreme");
const clip = (p: number): number => Math.min(Math.max(p, 1e-7), 1 - 1e-7);

const correct: Record<string, Partial<Style>> = {
  "plain loops": {},
  "sums from the other end": { order: (items) => items.toReversed() },
  "a softmax without shift": { softmax: (z) => normalize(powers(z, 0)) },
  "a softmax by log-sum-exp": {
    softmax: (z) => z.map((value) => Math.exp(value - Math.log(powers(z, 0).reduce((a, b) => a + b)))),
  },
  "a sigmoid by tanh": { sigmoid: (z) => (1 + Math.tanh(z / 2)) / 2 },
  "a slope from the pre-activation": { slope: (_, z) => Math.exp(-z) / (1 + Math.exp(-z)) ** 2 },
  "a chain through the softmax's Jacobian": {
    dLogits: (y, target, N) => y.map((p, c) => y.reduce((sum, q, k) => sum - (target[k]! / q / N) * q * ((c === k ? 1 : 0) - p), 0)), // prettier-ignore
  },
};

const wrong: Record<string, Partial<Style>> = {
  "no biases": { bias: 0 },
  "biases subtracted": { bias: -1 },
  "tanh for sigmoid": { sigmoid: Math.tanh },
  "no hidden activation": { sigmoid: (z) => z, slope: () => 1 },
  "no slope": { slope: () => 1 },
  "the slope of tanh": { slope: (h) => 1 - h * h },
  "the slope of sigmoid taken at h": { slope: (h) => plain.slope(plain.sigmoid(h), 0) },
  "a sum where a mean belongs": { dLogits: (y, target) => y.map((p, c) => p - target[c]!) },
  "a division by the classes": { dLogits: (y, target) => y.map((p, c) => (p - target[c]!) / y.length) },
  "a factor p(1 − p)": { dLogits: (y, target, N) => y.map((p, c) => ((p - target[c]!) * p * (1 - p)) / N) },
  "half the gradient": { dLogits: (y, target, N) => y.map((p, c) => (p - target[c]!) / N / 2) },
  "the gradient's sign": { dLogits: (y, target, N) => y.map((p, c) => (target[c]! - p) / N) },
  "a bias gradient averaged twice": { meanBias: true },
  "a softmax of the sign flipped": { softmax: (z) => plain.softmax(z.map((value) => -value)) },
  "a sigmoid at the end": { softmax: (z) => z.map(plain.sigmoid) },
  "a softmax over its mean": { softmax: (z) => plain.softmax(z).map((p) => p * z.length) },
  "a temperature": { softmax: (z) => plain.softmax(z.map((value) => value / Math.sqrt(z.length))) },
};

describe.each(ordinary)("golden $id", ({ inputs, expected }) => {
  const right = tensors(expected);

  test.each(Object.entries(correct))("is met with a tenth of the tolerance by %s", (_, change) => {
    const got = run({ ...plain, ...change }, inputs);
    expect(maxDifference(tensors(got), right)).toBeLessThan(TOLERANCE.pass / 10);
    expect(Math.abs(got.loss - expected.loss)).toBeLessThan((TOLERANCE.pass / 10) * expected.loss);
  });

  test("is met with a tenth of its tolerance in float32", () => {
    const got = run({ ...plain, round: Math.fround }, inputs);
    expect(maxDifference(tensors(got), right)).toBeLessThan(TOLERANCE.float32 / 10);
    expect(Math.abs(got.loss - expected.loss)).toBeLessThan((TOLERANCE.float32 / 10) * expected.loss);
  });

  test("has room for an epsilon of 1e-7 in the logarithm, and for clipping", () => {
    const allowed = epsilonAllowance(inputs.Y, expected.y) + TOLERANCE.pass * expected.loss;
    for (const log of [(p: number) => Math.log(p + 1e-7), (p: number) => Math.log(clip(p))]) {
      expect(Math.abs(run({ ...plain, log }, inputs).loss - expected.loss)).toBeLessThan(allowed);
    }
  });
});

// with one example a sum is a mean, with N = C the divisions are the same: there, others must tell
test.each(Object.entries(wrong))(
  "%s is found by most goldens, with a hundred times the tolerance",
  (_, change) => {
    const found = ordinary.filter(
      ({ inputs, expected }) =>
        maxDifference(tensors(run({ ...plain, ...change }, inputs)), tensors(expected)) >
        100 * TOLERANCE.pass,
    );
    expect(found.length).toBeGreaterThanOrEqual(ordinary.length - 3);
  },
);

describe("the extreme golden", () => {
  const { inputs, expected } = golden.find(({ id }) => id === "extreme")!;

  test("is met by careful work, in float32 too", () => {
    expect(maxDifference(tensors(run(plain, inputs)), tensors(expected))).toBeLessThan(TOLERANCE.pass / 10);
    const single = run({ ...plain, round: Math.fround }, inputs);
    expect(maxDifference(tensors(single), tensors(expected))).toBeLessThan(TOLERANCE.float32 / 10);
  });

  test("has room for probabilities clipped at 1e-7", () => {
    const clipped = run({ ...plain, softmax: (z) => plain.softmax(z).map(clip) }, inputs);
    expect(maxDifference(tensors(clipped), tensors(expected))).toBeLessThan(TOLERANCE.pass);
  });

  test.each([
    ["a softmax without shift", { softmax: correct["a softmax without shift"]!.softmax! }],
    ["a sigmoid whose exponential overflows", { sigmoid: (z: number) => Math.exp(z) / (1 + Math.exp(z)) }],
  ])("finds %s", (_, change) => {
    expect(run({ ...plain, ...change }, inputs).y.data.every(Number.isFinite)).toBe(false);
  });

  test("has pre-activations and logits of about ±1000, and true classes above 0.05", () => {
    const { z1, z2, y } = forward(inputs.params, inputs.X);
    const sizes = [...z1.data, ...z2.data].map(Math.abs).filter((size) => size > 0);
    expect([Math.min(...sizes) > 990, Math.max(...sizes) < 1010]).toEqual([true, true]);
    for (const row of y.times(inputs.Y).toRows()) expect(Math.max(...row)).toBeGreaterThan(0.05);
  });
});
