import { forward } from "../../reference/models/two-layer-nn.js";
import type { Random } from "../../reference/random/random.js";
import { oneHot } from "../../reference/nn/one-hot.js";
import { Tensor } from "../../reference/tensor/tensor.js";
import { randomProblem, type Problem, type Sizes } from "./network.js";

/**
 * A problem where the loss is steep: sure of itself and wrong about every example, with inputs of size 5. Its gradient
 * has a norm of ten and more, so whoever clips gradients is seen.
 */
export function steepProblem(random: Random, sizes: Sizes): Problem {
  const problem = randomProblem(random, sizes);
  const { W1, W2 } = problem.params;
  const X = problem.X.scale(5);
  // The hidden layer works where it did before, far from saturation.
  const params = { ...problem.params, W1: W1.scale(1 / 5), W2: W2.scale(8) };
  const wrong = forward(params, X).y.argmaxRows();
  const Y = oneHot(
    wrong.map((label) => (label + 1) % sizes.C),
    sizes.C,
  );
  return { ...problem, params, X, Y };
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
