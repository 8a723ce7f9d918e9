import { accuracy } from "../nn/accuracy.js";
import { crossEntropy, crossEntropyBackward } from "../nn/cross-entropy.js";
import { glorotNormal } from "../nn/glorot.js";
import { sgdStep } from "../nn/sgd.js";
import { sigmoid, sigmoidBackward } from "../nn/sigmoid.js";
import { softmax } from "../nn/softmax.js";
import type { Random } from "../random/random.js";
import { Tensor } from "../tensor/tensor.js";

// N batch, D input features, H hidden units, C classes

/** The weights and biases of a two-layer network; gradients have the same names and shapes. */
export interface TwoLayerParams {
  /** `(D, H)` */
  readonly W1: Tensor;
  /** `(H)` */
  readonly b1: Tensor;
  /** `(H, C)` */
  readonly W2: Tensor;
  /** `(C)` */
  readonly b2: Tensor;
}

/** What `forward` computes on its way, and what `backward` needs of it. */
export interface TwoLayerCache {
  /** hidden pre-activations `X·W1 + b1`, `(N, H)` */
  readonly z1: Tensor;
  /** hidden activations `sigmoid(z1)`, `(N, H)` */
  readonly hidden: Tensor;
  /** logits `hidden·W2 + b2`, `(N, C)` */
  readonly z2: Tensor;
  /** class probabilities `softmax(z2)`, `(N, C)` */
  readonly y: Tensor;
}

/** Fresh parameters: Glorot-normal weights, zero biases. */
export function initialize(random: Random, D: number, H: number, C: number): TwoLayerParams {
  return {
    W1: glorotNormal(random, D, H), // (D, H)
    b1: Tensor.zeros([H]), // (H)
    W2: glorotNormal(random, H, C), // (H, C)
    b2: Tensor.zeros([C]), // (C)
  };
}

/**
 * `y = softmax(sigmoid(X·W1 + b1)·W2 + b2)`, finite whatever the size of pre-activations and logits.
 *
 * @param X inputs `(N, D)`
 */
export function forward(params: TwoLayerParams, X: Tensor): TwoLayerCache {
  const z1 = X.matmul(params.W1).addRow(params.b1); // (N, D)(D, H) + (H) = (N, H)
  const hidden = sigmoid(z1); // (N, H)
  const z2 = hidden.matmul(params.W2).addRow(params.b2); // (N, H)(H, C) + (C) = (N, C)
  const y = softmax(z2); // (N, C)
  return { z1, hidden, z2, y };
}

/**
 * The gradient of `loss(Y, forward(params, X).y)` with respect to the parameters.
 *
 * @param X inputs `(N, D)`
 * @param Y one-hot targets `(N, C)`
 * @param cache what `forward` gave for the same parameters and inputs
 */
export function backward(params: TwoLayerParams, X: Tensor, Y: Tensor, cache: TwoLayerCache): TwoLayerParams {
  const dz2 = crossEntropyBackward(Y, cache.y); // (N, C)
  const W2 = cache.hidden.transpose().matmul(dz2); // (H, N)(N, C) = (H, C)
  const b2 = dz2.sumRows(); // (C)
  const dHidden = dz2.matmul(params.W2.transpose()); // (N, C)(C, H) = (N, H)
  const dz1 = sigmoidBackward(dHidden, cache.hidden); // (N, H)
  const W1 = X.transpose().matmul(dz1); // (D, N)(N, H) = (D, H)
  const b1 = dz1.sumRows(); // (H)
  return { W1, b1, W2, b2 };
}

/** The mean cross-entropy of one-hot targets `Y (N, C)` and probabilities `yHat (N, C)`, natural logarithm. */
export const loss: (Y: Tensor, yHat: Tensor) => number = crossEntropy;

export { accuracy };

/** What one step of gradient descent gives. */
export interface TrainStep {
  readonly params: TwoLayerParams;
  /** The loss before the step. */
  readonly loss: number;
}

/** One step of gradient descent on the mini-batch `X (N, D)`, `Y (N, C)`: `param − lr·grad`. */
export function trainStep(params: TwoLayerParams, X: Tensor, Y: Tensor, lr: number): TrainStep {
  const cache = forward(params, X);
  const grads = backward(params, X, Y, cache);
  return { params: { ...sgdStep({ ...params }, { ...grads }, lr) }, loss: loss(Y, cache.y) };
}
