import { backward, forward, type TwoLayerParams } from "../../reference/models/two-layer-nn.js";
import { oneHot } from "../../reference/nn/one-hot.js";
import type { Random } from "../../reference/random/random.js";
import { Tensor } from "../../reference/tensor/tensor.js";
import { fail, type Answers, type Script, type Wanted } from "../kit/index.js";
import { construct, paramLabel, type Sizes } from "./network.js";

// What `train` did with each example, read off the weights. Example i has a feature of its own, so row i of W1 moves
// only when example i is in a batch, by −lr/|batch| times a vector that only its label decides: its fingerprint. All
// rows of W1 start at 0 and lr is small, so to first order the movements of many batches add up.

/** Training and validation examples with one feature each. */
export interface TaggedSet {
  /** D counts the features of the training and of the validation examples. */
  readonly sizes: Sizes;
  readonly params: TwoLayerParams;
  /** `(N, D)` */
  readonly X: Tensor;
  readonly labels: readonly number[];
  readonly Y: Tensor;
  /** `(NVal, D)` */
  readonly XVal: Tensor;
  readonly YVal: Tensor;
  readonly lr: number;
}

const CLASSES = 4;
const HIDDEN = 6;
const VALIDATION = 3;
const TAG = 2;

/** The learning rate: small enough that what a few dozen steps change in the fingerprints is below 1 %. */
const SMALL_RATE = 1e-4;

/** `N` training examples of all classes, and some validation examples, each with a feature of its own. */
export function taggedSet(random: Random, N: number): TaggedSet {
  const D = N + VALIDATION;
  const labels = random.shuffle(Array.from({ length: N }, (_, n) => n % CLASSES));
  const rows = (from: number, count: number): Tensor =>
    Tensor.of(
      [count, D],
      Float64Array.from({ length: count * D }, (_, at) => (at % D === from + Math.floor(at / D) ? TAG : 0)),
    );
  const params = {
    W1: Tensor.zeros([D, HIDDEN]),
    b1: random.normalTensor([HIDDEN]),
    W2: random.normalTensor([HIDDEN, CLASSES]),
    b2: random.normalTensor([CLASSES], 0.3),
  };
  const XVal = rows(N, VALIDATION);
  // The class that is predicted too often by now: training makes it rarer, so the validation loss rises from the first
  // epoch on, and whoever stops early or goes back to the best weights is seen.
  const [top = 0] = forward(params, XVal).y.argmaxRows();
  return {
    sizes: { N, D, H: HIDDEN, C: CLASSES },
    params,
    X: rows(0, N),
    labels,
    Y: oneHot(labels, CLASSES),
    XVal,
    YVal: oneHot([top, top, top], CLASSES),
    lr: SMALL_RATE,
  };
}

/** How a row of W1 moves, per unit of lr, when its example is alone in a batch: one `(H)` vector per label. */
export type Fingerprints = readonly (readonly number[])[];

/** What is asked of the submission's own `trainStep`: the fingerprints, and how a batch of each size averages. */
export interface StepQuestion {
  readonly alone: readonly Wanted[];
  /** By batch size: W1 after one step on the first `size` examples. */
  readonly together: ReadonlyMap<number, Wanted>;
}

/** Asks `trainStep` for its fingerprints, and for one batch of each of the sizes. */
export function askSteps(script: Script, set: TaggedSet, batchSizes: readonly number[]): StepQuestion {
  const step = (X: Tensor, Y: Tensor): Wanted => {
    const net = construct(script, set.sizes, set.params);
    script.call(net, "trainStep", X, Y, set.lr);
    return script.want(net, "params", "W1");
  };
  const labels = Array.from({ length: CLASSES }, (_, label) => label);
  const first = (size: number): number[] => Array.from({ length: size }, (_, n) => n);
  return {
    alone: labels.map((label) => step(set.X.takeRows([0]), oneHot([label], CLASSES))),
    together: new Map(
      batchSizes.map((size) => [size, step(set.X.takeRows(first(size)), set.Y.takeRows(first(size)))]),
    ),
  };
}

/** The row's movement per unit of lr, turned so that descent is positive. */
function movement(W1: Tensor, row: number, set: TaggedSet): number[] {
  const { H } = set.sizes;
  return [...W1.data.subarray(row * H, (row + 1) * H)].map((value) => -value / set.lr);
}

/** The fingerprints that the submission's own `trainStep` leaves, or null where it leaves none. */
export function ownFingerprints(answers: Answers, asked: StepQuestion, set: TaggedSet): Fingerprints | null {
  const label = paramLabel("W1", set.sizes);
  const prints = asked.alone.map((wanted) => movement(answers.tensor(wanted, label), 0, set));
  return prints.every((print) => Math.hypot(...print) > 1e-6) ? prints : null;
}

/** The fingerprints of a right step. */
export function rightFingerprints(set: TaggedSet): Fingerprints {
  return Array.from({ length: CLASSES }, (_, label) => {
    const [X, Y] = [set.X.takeRows([0]), oneHot([label], CLASSES)];
    const { W1 } = backward(set.params, X, Y, forward(set.params, X));
    return [...W1.data.subarray(0, set.sizes.H)];
  });
}

/** How much of each label's fingerprint is in one row's movement, and how much of the movement is none of them. */
export interface Reading {
  /** By label: 1 for once alone, 1/2 for once in a batch of two, and so on. */
  readonly byLabel: readonly number[];
  /** The part of the movement that no label explains, relative to all of it. */
  readonly unexplained: number;
}

function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, i) => sum + value * (b[i] ?? 0), 0);
}

/** The movement explained by one label alone: the amount that fits best, and the rest. */
function explain(moved: readonly number[], print: readonly number[]): { amount: number; rest: number } {
  const amount = dot(moved, print) / dot(print, print);
  const rest = moved.map((value, i) => value - amount * (print[i] ?? 0));
  return { amount, rest: Math.hypot(...rest) };
}

/**
 * Reads one row's movement as the fingerprint of one label, the one that explains it best; its own label wins where
 * it explains all but 2 %.
 */
export function readRow(W1: Tensor, row: number, prints: Fingerprints, set: TaggedSet, own: number): Reading {
  const moved = movement(W1, row, set);
  const size = Math.hypot(...moved);
  if (size < 1e-6) return { byLabel: prints.map(() => 0), unexplained: 0 };
  const fits = prints
    .map((print, label) => ({ label, ...explain(moved, print) }))
    .filter((fit) => fit.amount > 0 || fit.label === own);
  const ownFit = fits.find((fit) => fit.label === own);
  const best =
    ownFit !== undefined && ownFit.rest <= 0.02 * size ? ownFit : fits.toSorted((a, b) => a.rest - b.rest)[0];
  if (best === undefined) throw new Error("no labels");
  return {
    byLabel: prints.map((_, label) => (label === best.label ? best.amount : 0)),
    unexplained: best.rest / size,
  };
}

/**
 * What an example counts in a batch of each size: 1/size where `trainStep` averages. Read off the submission's own
 * `trainStep`, so that a batch that is summed there costs no points here.
 */
export function shares(
  answers: Answers,
  asked: StepQuestion,
  prints: Fingerprints,
  set: TaggedSet,
): Map<number, number> {
  const label = paramLabel("W1", set.sizes);
  return new Map(
    [...asked.together].map(([size, wanted]) => {
      const own = set.labels[0] ?? 0;
      const { byLabel } = readRow(answers.tensor(wanted, label), 0, prints, set, own);
      return [size, byLabel[own] ?? 0];
    }),
  );
}

/**
 * Nothing where the weights of a training run moved at all.
 *
 * @throws CheckFailure otherwise: then nothing can be read off them.
 */
export function expectMoved(W1: Tensor): void {
  if (W1.maxAbs() === 0) fail("two-layer-nn.no-fingerprint");
}
