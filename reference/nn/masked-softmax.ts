import { showShape } from "../tensor/shape.js";
import { Tensor } from "../tensor/tensor.js";
import { softmaxBackward } from "./softmax.js";

/** Who may attend to whom, `(Tq, Tk)`: `true` where query `q` may attend to key `k`, at least once per row. */
export type Mask = readonly (readonly boolean[])[];

/**
 * The softmax over the last axis of `scores (N, S, Tq, Tk)`, of the keys that `mask` admits; all without one.
 * The others get exactly 0, whatever their scores: they are left out of the largest score that is subtracted
 * first, which could otherwise take every admitted exponential down to 0.
 *
 * @throws RangeError when the mask is not `(Tq, Tk)`, or admits no key to some query.
 */
export function maskedSoftmax(scores: Tensor, mask?: Mask): Tensor {
  const Tk = scores.columns;
  const admitted = admittance(scores, mask);
  const rows = scores.reshape([scores.data.length / Tk, Tk]).toRows(); // (N·S·Tq, Tk)
  const weights = rows.map((row, i) => {
    const open = admitted[i % admitted.length] ?? [];
    const largest = Math.max(...row.filter((_, k) => open[k]));
    const powers = row.map((score, k) => (open[k] ? Math.exp(score - largest) : 0));
    const total = powers.reduce((sum, power) => sum + power, 0);
    return powers.map((power) => power / total);
  });
  return Tensor.of(scores.shape, weights.flat()); // (N, S, Tq, Tk)
}

/**
 * The gradient with respect to the scores, from the one with respect to `weights = maskedSoftmax(scores, mask)`:
 * for every row `weights∘(dWeights − Σ dWeights∘weights)`. A mask is not needed: where it forbids, the weight is
 * 0, and so is the gradient.
 *
 * @param dWeights gradient of the loss with respect to the weights, `(N, S, Tq, Tk)`
 * @param weights what `maskedSoftmax` gave, `(N, S, Tq, Tk)`
 */
export function maskedSoftmaxBackward(dWeights: Tensor, weights: Tensor): Tensor {
  const rows = [weights.data.length / weights.columns, weights.columns];
  return softmaxBackward(dWeights.reshape(rows), weights.reshape(rows)).reshape(weights.shape);
}

/** The mask `(Tq, Tk)` of these scores; all `true` where there is none. */
function admittance({ shape }: Tensor, mask: Mask | undefined): Mask {
  const [Tq = 0, Tk = 0] = shape.slice(-2);
  if (mask === undefined) return Array.from({ length: Tq }, () => Array.from({ length: Tk }, () => true));
  if (mask.length !== Tq || mask.some((row) => row.length !== Tk)) {
    throw new RangeError(`a mask for ${showShape(shape)} has the shape ${showShape([Tq, Tk])}`);
  }
  const closed = mask.findIndex((row) => !row.includes(true));
  if (closed >= 0) throw new RangeError(`the mask admits no key to query ${closed}`);
  return mask;
}
