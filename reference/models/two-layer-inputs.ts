import { oneHot } from "../nn/one-hot.js";
import type { Random } from "../random/random.js";
import { Tensor } from "../tensor/tensor.js";
import { forward, type TwoLayerParams } from "./two-layer-nn.js";

/** The sizes of a network and its batch: examples, input features, hidden units, classes. */
export interface TwoLayerSizes {
  readonly N: number;
  readonly D: number;
  readonly H: number;
  readonly C: number;
}

/** A network, a batch `X (N, D)` with one-hot `Y (N, C)`, and a learning rate. */
export interface TwoLayerInputs {
  readonly params: TwoLayerParams;
  readonly X: Tensor;
  readonly Y: Tensor;
  readonly lr: number;
}

/** Sizes that differ from each other, so that no axis can be mistaken for another; up to 131 parameters. */
export function drawSizes(random: Random): TwoLayerSizes {
  for (;;) {
    const [N, D, H, C] = [
      random.integer(3, 9),
      random.integer(2, 8),
      random.integer(2, 9),
      random.integer(3, 5),
    ];
    if (new Set([N, D, H, C]).size === 4) return { N, D, H, C };
  }
}

/**
 * A network and a batch on which right and wrong are far apart and correct answers agree: weights of size
 * about 1, no bias near 0, all probabilities between 0.05 and 0.9, the two largest of a row at least 0.02
 * apart. In batches of three and more there are several labels and several guesses, the network is right on
 * some examples but not on half or all of them, and with three or more classes it is once right with a
 * probability below one half.
 *
 * @throws Error when no such inputs turn up, which no sizes of up to some tens have done.
 */
export function drawInputs(random: Random, sizes: TwoLayerSizes): TwoLayerInputs {
  for (let attempt = 0; attempt < 1000; attempt++) {
    const inputs = attemptInputs(random.fork(`attempt ${attempt}`), sizes);
    if (inputs !== undefined) return inputs;
  }
  throw new Error(`no telling inputs of sizes ${JSON.stringify(sizes)}`);
}

/** How many examples are drawn for each that is kept. */
const CANDIDATES = 12;

function attemptInputs(random: Random, { N, D, H, C }: TwoLayerSizes): TwoLayerInputs | undefined {
  const params = {
    W1: random.normalTensor([D, H], Math.min(1, 2 / Math.sqrt(D))), // (D, H)
    b1: drawBias(random, H), // (H)
    W2: random.normalTensor([H, C], Math.min(1, 2 / Math.sqrt(H))), // (H, C)
    b2: drawBias(random, C), // (C)
  };
  const candidates = random.normalTensor([CANDIDATES * N, D]); // (12N, D)
  const rows = chooseRows(forward(params, candidates).y, N);
  if (rows === undefined) return undefined;
  const X = candidates.takeRows(rows); // (N, D)
  const labels = drawLabels(random, forward(params, X).y);
  return labels && { params, X, Y: oneHot(labels, C), lr: random.uniform(0.1, 1) };
}

/** N rows of `y (12N, C)` that are moderate; of three and more, the first below one half, the second another guess. */
function chooseRows(y: Tensor, N: number): number[] | undefined {
  const probabilities = y.toRows(); // (12N, C)
  const guesses = y.argmaxRows(); // (12N)
  const moderate = probabilities.flatMap((row, n) => (isModerate(row) ? [n] : []));
  if (N < 3) return moderate.length < N ? undefined : moderate.slice(0, N);
  const first = moderate.find((n) => y.columns < 3 || Math.max(...(probabilities[n] ?? [])) < 0.5);
  const second = moderate.find((n) => first !== undefined && guesses[n] !== guesses[first]);
  if (first === undefined || second === undefined || moderate.length < N) return undefined;
  const others = moderate.filter((n) => n !== first && n !== second);
  return [first, second, ...others.slice(0, N - 2)];
}

/** Labels for `y (N, C)`; of three and more examples, the first is guessed right. */
function drawLabels(random: Random, y: Tensor): number[] | undefined {
  const guesses = y.argmaxRows(); // (N)
  for (let attempt = 0; attempt < 50; attempt++) {
    const labels = guesses.map((guess) =>
      random.uniform() < 0.5 ? guess : random.integer(0, y.columns - 1),
    );
    const right = labels.filter((label, n) => label === guesses[n]).length;
    const varied = new Set(labels).size >= Math.min(3, y.columns);
    const partly = labels[0] === guesses[0] && right < y.rows && 2 * right !== y.rows;
    if (y.rows < 3 || (varied && partly)) return labels;
  }
  return undefined;
}

/** Numbers of either sign and of size 0.2 to 1. */
function drawBias(random: Random, length: number): Tensor {
  return random.uniformTensor([length], 0.2, 1).map((value) => (random.uniform() < 0.5 ? -value : value));
}

function isModerate(probabilities: readonly number[]): boolean {
  const [first = 0, second = 0] = probabilities.toSorted((a, b) => b - a);
  return first <= 0.9 && Math.min(...probabilities) >= 0.05 && first - second >= 0.02;
}

/**
 * A network whose hidden pre-activations (but for one unit) and logits are about ±1000: all logits of a row
 * near 1000, all near −1000, or some of each. Every number on the way to the softmax is exact in float32 too,
 * and every true class has a probability above 0.05.
 */
export function extremeInputs(): TwoLayerInputs {
  return {
    params: {
      // units 0 and 1 tell the sign of feature 0, unit 3 and 4 are switched by features 2 and 3;
      // unit 2 is the only one with a slope: its pre-activation is 0 in every row below
      W1: Tensor.fromRows([
        [1000, -1000, 0.5, 0, 0],
        [0, 0, 1, 0, 0],
        [0, 0, 0.25, 2000, 0],
        [0, 0, 0, 0, -1000],
      ]), // (4, 5)
      b1: Tensor.vector([0.5, -0.25, -0.5, -1000, 0.125]), // (5)
      W2: Tensor.fromRows([
        [1000, 999, 998.5],
        [-1000, -1000.5, -1001],
        [0.5, -1, 0.25],
        [0, -1999, 0],
        [0.25, 0.5, -0.25],
      ]), // (5, 3)
      b2: Tensor.vector([0.5, -0.25, 0.125]), // (3)
    },
    X: Tensor.fromRows([
      [1, 0, 0, 1],
      [-1, 1, 0, 1],
      [1, -0.25, 1, -1],
      [-1, 1, 0, -1],
      [1, 0, 0, -1],
      [1, -0.25, 1, 1],
    ]), // (6, 4)
    Y: oneHot([0, 2, 2, 1, 1, 0], 3), // (6, 3)
    lr: 0.5,
  };
}
