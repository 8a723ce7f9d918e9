import type { Tensor } from "../tensor/tensor.js";

/** Inputs with their targets. */
export interface Examples {
  /** `(N, D)` */
  readonly X: Tensor;
  /** One-hot, `(N, C)`. */
  readonly Y: Tensor;
}
