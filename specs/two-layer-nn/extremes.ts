import type { Random } from "../../reference/random/random.js";
import { oneHot } from "../../reference/nn/one-hot.js";
import { Tensor } from "../../reference/tensor/tensor.js";
import type { Problem } from "./network.js";

/**
 * Networks whose units are driven far past where `exp` overflows: hidden pre-activations of ±1000 with ordinary
 * logits, and ordinary hidden units with logits of ±1000.
 */
export function extremeProblems(random: Random): { hidden: Problem; logits: Problem } {
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
  return { hidden, logits };
}
