import type { Tensor } from "../tensor/tensor.js";

/**
 * The mean cross-entropy `−(1/N) Σₙ Σ꜀ Y log yHat`, natural logarithm.
 *
 * @param Y targets, one-hot, `(N, C)`
 * @param yHat probabilities, `(N, C)`; where one is 0 and its target is not, the loss is Infinity
 */
export function crossEntropy(Y: Tensor, yHat: Tensor): number {
  // 0·log 0 counts as 0, its limit
  const terms = Y.map((target, offset) => (target === 0 ? 0 : target * Math.log(yHat.data[offset] ?? 0)));
  return -terms.sum() / Y.rows;
}

/**
 * The gradient of the mean cross-entropy of `softmax(logits)` with respect to the logits: `(yHat − Y)/N`.
 *
 * @param Y targets whose rows add up to 1, `(N, C)`
 * @param yHat probabilities that `softmax` gave, `(N, C)`
 */
export function crossEntropyBackward(Y: Tensor, yHat: Tensor): Tensor {
  return yHat.minus(Y).scale(1 / Y.rows); // (N, C)
}
