import { type Mask, maskedSoftmax, maskedSoftmaxBackward } from "../nn/masked-softmax.js";
import { matmulEach, transposeEach } from "../tensor/each-matrix.js";
import type { Tensor } from "../tensor/tensor.js";

// N batch, S heads, Tq queries, Tk keys, P features of queries and keys, Pv features of values
// Source: Vaswani et al. 2017, "Attention is all you need", equation 1

export type { Mask };

/** What attention gives. */
export interface Attention {
  /** for every query the mean of the values, weighted by its row of weights, `(N, S, Tq, Pv)` */
  readonly output: Tensor;
  /** how much every query attends to every key, `(N, S, Tq, Tk)`; rows sum to 1 */
  readonly weights: Tensor;
}

/**
 * `softmax(QKᵀ/√P)·V`, the softmax over the keys that the mask admits. Finite whatever the size of the scores.
 *
 * @param Q queries `(N, S, Tq, P)`
 * @param K keys `(N, S, Tk, P)`
 * @param V values `(N, S, Tk, Pv)`
 * @param mask `(Tq, Tk)`, `true` where a query may attend to a key; none admits all
 * @throws RangeError when the shapes do not fit, or the mask admits no key to some query.
 */
export function scaledDotProductAttention(Q: Tensor, K: Tensor, V: Tensor, mask?: Mask): Attention {
  const scores = matmulEach(Q, transposeEach(K)).scale(1 / Math.sqrt(Q.columns)); // (N, S, Tq, Tk)
  const weights = maskedSoftmax(scores, mask); // (N, S, Tq, Tk)
  const output = matmulEach(weights, V); // (Tq, Tk)(Tk, Pv): (N, S, Tq, Pv)
  return { output, weights };
}

/**
 * The gradient of `Σ output∘dOutput` with respect to queries, keys and values. The mask of the forward pass is
 * in its weights: no gradient goes through a weight of 0.
 *
 * @param dOutput `(N, S, Tq, Pv)`
 * @param weights what `scaledDotProductAttention` gave for the same queries and keys, `(N, S, Tq, Tk)`
 */
export function scaledDotProductAttentionBackward(
  dOutput: Tensor,
  Q: Tensor,
  K: Tensor,
  V: Tensor,
  weights: Tensor,
): { Q: Tensor; K: Tensor; V: Tensor } {
  const dV = matmulEach(transposeEach(weights), dOutput); // (Tk, Tq)(Tq, Pv): (N, S, Tk, Pv)
  const dWeights = matmulEach(dOutput, transposeEach(V)); // (Tq, Pv)(Pv, Tk): (N, S, Tq, Tk)
  const dScores = maskedSoftmaxBackward(dWeights, weights); // (N, S, Tq, Tk)
  const dProducts = dScores.scale(1 / Math.sqrt(Q.columns)); // of QKᵀ, (N, S, Tq, Tk)
  const dQ = matmulEach(dProducts, K); // (Tq, Tk)(Tk, P): (N, S, Tq, P)
  const dK = matmulEach(transposeEach(dProducts), Q); // (Tk, Tq)(Tq, P): (N, S, Tk, P)
  return { Q: dQ, K: dK, V: dV };
}
