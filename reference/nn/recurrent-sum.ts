import type { Tensor } from "../tensor/tensor.js";

/** The parameters of a pre-activation that sees the input and the hidden state before. */
export interface RecurrentWeights {
  /** `(D, H)` */
  readonly W: Tensor;
  /** `(H, H)` */
  readonly U: Tensor;
  /** `(H)` */
  readonly b: Tensor;
}

/**
 * The pre-activation `x·W + h·U + b` of a recurrent unit or gate: `(N, H)`.
 *
 * @param x input of this step `(N, D)`
 * @param h hidden state before this step `(N, H)`
 */
export function recurrentSum({ W, U, b }: RecurrentWeights, x: Tensor, h: Tensor): Tensor {
  return x.matmul(W).plus(h.matmul(U)).addRow(b); // (N, D)(D, H) + (N, H)(H, H) + (H) = (N, H)
}

/** The gradients of a pre-activation: of its parameters, of `x (N, D)` and of `h (N, H)`. */
export interface RecurrentSumGradients extends RecurrentWeights {
  readonly x: Tensor;
  readonly h: Tensor;
}

/**
 * The gradients of `recurrentSum`.
 *
 * @param dz gradient of the loss with respect to the pre-activation, `(N, H)`
 */
export function recurrentSumBackward(
  { W, U }: Omit<RecurrentWeights, "b">,
  dz: Tensor,
  x: Tensor,
  h: Tensor,
): RecurrentSumGradients {
  return {
    W: x.transpose().matmul(dz), // (D, N)(N, H) = (D, H)
    U: h.transpose().matmul(dz), // (H, N)(N, H) = (H, H)
    b: dz.sumRows(), // (H)
    x: dz.matmul(W.transpose()), // (N, H)(H, D) = (N, D)
    h: dz.matmul(U.transpose()), // (N, H)(H, H) = (N, H)
  };
}
