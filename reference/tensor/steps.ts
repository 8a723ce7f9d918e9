import { sameShape, showShape } from "./shape.js";
import { Tensor } from "./tensor.js";

/**
 * What a batch of sequences `(N, T, K)` holds at step `t`: `(N, K)`.
 *
 * @throws RangeError when `sequence` is not of rank 3, or has no such step.
 */
export function stepAt(sequence: Tensor, t: number): Tensor {
  const [N = 0, T = 0, K = 0] = sequence.shape;
  if (sequence.shape.length !== 3 || !Number.isInteger(t) || t < 0 || t >= T) {
    throw new RangeError(`no step ${t} in ${showShape(sequence.shape)}`);
  }
  return Tensor.zeros([N, K]).map((_, offset) => {
    const n = Math.floor(offset / K);
    return sequence.data[(n * T + t) * K + (offset % K)] ?? 0;
  });
}

/**
 * The steps, each `(N, K)`, one after the other: `(N, T, K)`. The inverse of taking every `stepAt`.
 *
 * @throws RangeError when there is no step, or the steps are not matrices of one shape.
 */
export function sequenceOf(steps: readonly Tensor[]): Tensor {
  const shape = steps[0]?.shape ?? [];
  if (shape.length !== 2 || !steps.every((step) => sameShape(step.shape, shape))) {
    throw new RangeError(`no sequence of steps ${steps.map((step) => showShape(step.shape)).join(", ")}`);
  }
  const [N = 0, K = 0] = shape;
  const T = steps.length;
  return Tensor.zeros([N, T, K]).map((_, offset) => {
    const [n, t] = [Math.floor(offset / (T * K)), Math.floor(offset / K) % T];
    return steps[t]?.data[n * K + (offset % K)] ?? 0;
  });
}
