import { forward } from "../../reference/models/two-layer-nn.js";
import type { Random } from "../../reference/random/random.js";
import { oneHot } from "../../reference/nn/one-hot.js";
import { Tensor } from "../../reference/tensor/tensor.js";
import { referenceGradient } from "./gradients.js";
import { nextLabels, PARAM_NAMES, randomProblem, type Problem, type Sizes } from "./network.js";

/** The norm of all four gradients together. */
function gradientNorm(problem: Problem): number {
  const gradient = referenceGradient(problem);
  return Math.hypot(...PARAM_NAMES.flatMap((name) => [...gradient[name].data]));
}

/** The least norm of a steep gradient: whoever clips it at 5, or its entries at 1, is seen. */
const STEEP = 10;

/**
 * A problem where the loss is steep: sure of itself and wrong about every example, with inputs of size 5. Its gradient
 * has a norm of {@link STEEP} or more.
 */
export function steepProblem(random: Random, sizes: Sizes): Problem {
  for (;;) {
    const drawn = randomProblem(random, sizes);
    const { W1, W2 } = drawn.params;
    const X = drawn.X.scale(5);
    // The hidden layer works where it did before, far from saturation.
    const params = { ...drawn.params, W1: W1.scale(1 / 5), W2: W2.scale(8) };
    const Y = nextLabels(forward(params, X).y);
    const problem = { ...drawn, params, X, Y };
    if (gradientNorm(problem) >= STEEP) return problem;
  }
}

/**
 * A steep problem in which the second example is the first once more, with another wrong label: whoever goes by what an
 * example looks like, instead of by its place, mixes their labels up.
 */
export function steepTwins(random: Random, sizes: Sizes): Problem {
  for (;;) {
    const steep = steepProblem(random, sizes);
    const [X, labels] = [steep.X.toRows(), steep.Y.argmaxRows()];
    X[1] = [...(X[0] ?? [])];
    labels[1] = ((labels[0] ?? 0) + 1) % sizes.C;
    const problem = { ...steep, X: Tensor.fromRows(X), Y: oneHot(labels, sizes.C) };
    if (gradientNorm(problem) >= STEEP) return problem;
  }
}

/** The rows of a batch from the largest probability of its class to the smallest, hence from the least loss on. */
export function easiestFirst(Y: Tensor, y: Tensor): number[] {
  const classes = Y.argmaxRows();
  const chances = y.toRows().map((row, n) => row[classes[n] ?? 0] ?? 0);
  return chances.map((_, n) => n).toSorted((a, b) => (chances[b] ?? 0) - (chances[a] ?? 0));
}

/**
 * A problem that is all but learnt: every example has a probability of about 1 − 5·10⁻⁶ for its class, so that the loss is
 * all but 0 and a step moves b2, which is 0, by `lr·10⁻⁶`. Weight decay and training that stops by itself are seen.
 */
export function flatProblem(random: Random): Problem {
  const sizes = { N: 4, D: 2, H: 2, C: 2 };
  const X = Tensor.fromRows([
    [1, 0],
    [1, 0],
    [1, 0],
    [0, 1],
  ]);
  const nudge = (shape: number[]): Tensor => random.normalTensor(shape, 0.02);
  const params = {
    // A hidden unit for each class: 0.98 where it is meant, 0.02 where it is not.
    W1: Tensor.of([2, 2], [8, 0, 0, 8]).plus(nudge([2, 2])),
    b1: Tensor.of([2], [-4, -4]).plus(nudge([2])),
    W2: Tensor.of([2, 2], [6.3, -6.3, -6.3, 6.3]).plus(nudge([2, 2])),
    b2: Tensor.zeros([2]),
  };
  return { sizes, params, X, Y: oneHot([0, 0, 0, 1], 2) };
}
