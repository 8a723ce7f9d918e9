import { showShape } from "../tensor/shape.js";
import { Tensor } from "../tensor/tensor.js";

/**
 * The features `x (N, T, S·P)` of every token, dealt out to S heads: `(N, S, T, P)`. Head s holds the features
 * from `s·P` to `s·P + P − 1`.
 *
 * @throws RangeError when `x` is not of rank 3, or the heads do not divide its features.
 */
export function splitHeads(x: Tensor, numHeads: number): Tensor {
  const [N, T, features] = axes(x, 3);
  return swapMiddle(x.reshape([N, T, numHeads, features / numHeads])); // (N, T, S, P) → (N, S, T, P)
}

/**
 * The heads `x (N, S, T, P)` of every token side by side again: `(N, T, S·P)`, the inverse of `splitHeads`.
 *
 * @throws RangeError when `x` is not of rank 4.
 */
export function mergeHeads(x: Tensor): Tensor {
  const [N, S, T, P] = axes(x, 4);
  return swapMiddle(x).reshape([N, T, S * P]); // (N, S, T, P) → (N, T, S, P) → (N, T, S·P)
}

/** A tensor `(n, a, b, m)` with its two middle axes exchanged: `(n, b, a, m)`. */
function swapMiddle(tensor: Tensor): Tensor {
  const [n, a, b, m] = axes(tensor, 4);
  return Tensor.zeros([n, b, a, m]).map((_, offset) => {
    const [i, j] = [Math.floor(offset / m) % a, Math.floor(offset / (a * m)) % b];
    const first = offset - (offset % (a * b * m)); // where this n begins
    return tensor.data[first + (i * b + j) * m + (offset % m)] ?? 0;
  });
}

/** The dimensions of a tensor of that rank. */
function axes({ shape }: Tensor, rank: 3 | 4): [number, number, number, number] {
  const [n = 0, a = 0, b = 0, m = 0] = shape;
  if (shape.length !== rank) throw new RangeError(`${showShape(shape)} is not of rank ${rank}`);
  return [n, a, b, m];
}
