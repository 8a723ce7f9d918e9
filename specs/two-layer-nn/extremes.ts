import type { Random } from "../../reference/random/random.js";
import { oneHot } from "../../reference/nn/one-hot.js";
import { Tensor } from "../../reference/tensor/tensor.js";
import type { Problem } from "./network.js";

/**
 * Networks whose units are driven far past where `exp` overflows: hidden pre-activations of ±1000 with ordinary
 * logits; ordinary hidden units with logits of ±1000; and logits of which those of one example are all far below those
 * of another, so that a maximum over the batch helps nobody.
 */
export function extremeProblems(random: Random): { hidden: Problem; logits: Problem; apart: Problem } {
  const sizes = { N: 4, D: 2, H: 3, C: 5 };
  const { N, D, H, C } = sizes;
  const Y = oneHot([0, 3, 1, 4], C);
  // Every row of X picks one row of W1, so a pre-activation is one weight.
  const X = Tensor.fromRows([
    [1, 0],
    [0, 1],
    [-1, 0],
    [0.5, 0.5],
  ]);
  const hidden: Problem = {
    sizes,
    X,
    Y,
    params: {
      W1: Tensor.of([D, H], [1000, -1000, 800, -900, 1000, 0.5]),
      b1: random.normalTensor([H], 0.1),
      W2: random.normalTensor([H, C]),
      b2: random.normalTensor([C]),
    },
  };
  const logits: Problem = {
    sizes,
    X: random.normalTensor([N, D]),
    Y,
    params: {
      W1: random.normalTensor([D, H]),
      b1: random.normalTensor([H]),
      W2: random.normalTensor([H, C]),
      // The two largest are close, so that the answer is not one-hot.
      b2: Tensor.of([C], [1000, -1000, 999, 0, -500]),
    },
  };
  const apart: Problem = {
    sizes,
    X,
    Y,
    params: {
      // The first two hidden units say 1 or 0 for the first rows of X.
      W1: Tensor.of([D, H], [40, -40, 0.5, -40, 40, -0.5]),
      b1: Tensor.zeros([H]),
      W2: Tensor.of(
        [H, C],
        [1000, 998, -1000, 0, 500, -1000, -1001, -998, -1002, -999, 1, -1, 0.5, -0.5, 0.25],
      ),
      b2: random.normalTensor([C], 0.3),
    },
  };
  return { hidden, logits, apart };
}
