import type { Tensor } from "../tensor/tensor.js";

/** The hyperbolic tangent, entry by entry, any shape; ±1 where it is rounded to that, never NaN. */
export function tanh(z: Tensor): Tensor {
  return z.map(Math.tanh);
}

/**
 * The gradient with respect to `z`, from the one with respect to `h = tanh(z)`: `dh∘(1 − h²)`.
 *
 * @param dh gradient of the loss with respect to `h`, shape of `h`
 * @param h what `tanh` gave
 */
export function tanhBackward(dh: Tensor, h: Tensor): Tensor {
  return dh.times(h.map((value) => 1 - value * value));
}
