import type { Tensor } from "../tensor/tensor.js";

/**
 * The logistic function `σ(z) = 1/(1 + e⁻ᶻ)`, entry by entry, any shape. It has a branch for either sign, so
 * that `exp` is only ever taken of numbers up to 0 and cannot overflow.
 */
export function sigmoid(z: Tensor): Tensor {
  return z.map((value) => {
    const small = Math.exp(-Math.abs(value));
    return value >= 0 ? 1 / (1 + small) : small / (1 + small);
  });
}

/**
 * The gradient with respect to `z`, from the one with respect to `h = σ(z)`: `dh∘h∘(1 − h)`.
 *
 * @param dh gradient of the loss with respect to `h`, shape of `h`
 * @param h what `sigmoid` gave
 */
export function sigmoidBackward(dh: Tensor, h: Tensor): Tensor {
  return dh.times(h.map((value) => value * (1 - value)));
}
