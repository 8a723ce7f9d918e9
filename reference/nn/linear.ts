import type { Tensor } from "../tensor/tensor.js";

/** The parameters of a linear layer, in PyTorch's convention; gradients have the same names and shapes. */
export interface Linear {
  /** `(out, in)` */
  readonly weight: Tensor;
  /** `(out)` */
  readonly bias: Tensor;
}

/** `x·weightᵀ + bias` for every vector of `x (..., in)`: `(..., out)`. */
export function linear({ weight, bias }: Linear, x: Tensor): Tensor {
  const z = vectors(x).matmul(weight.transpose()).addRow(bias); // (rows, in)(in, out) + (out) = (rows, out)
  return z.reshape([...x.shape.slice(0, -1), bias.columns]); // (..., out)
}

/** What a linear layer's backward pass gives. */
export interface LinearGradients {
  /** gradients of the parameters */
  readonly layer: Linear;
  /** gradient of the input, `(..., in)` */
  readonly x: Tensor;
}

/**
 * The gradients of a linear layer.
 *
 * @param dz gradient of the loss with respect to `linear(layer, x)`, `(..., out)`
 * @param x the layer's input, `(..., in)`
 */
export function linearBackward({ weight }: Linear, dz: Tensor, x: Tensor): LinearGradients {
  const d = vectors(dz); // (rows, out)
  const layer = {
    weight: d.transpose().matmul(vectors(x)), // (out, rows)(rows, in) = (out, in)
    bias: d.sumRows(), // (out)
  };
  return { layer, x: d.matmul(weight).reshape(x.shape) }; // (rows, out)(out, in) = (rows, in)
}

/** A tensor `(..., m)` as the matrix of all its vectors, `(rows, m)`. */
function vectors(tensor: Tensor): Tensor {
  return tensor.reshape([tensor.data.length / tensor.columns, tensor.columns]);
}
