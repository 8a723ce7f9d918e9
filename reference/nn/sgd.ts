import type { Tensor } from "../tensor/tensor.js";

/**
 * One step of (stochastic) gradient descent: `param − lr·grad` for every parameter.
 *
 * @param params the parameters by name
 * @param grads a gradient for every name, of the shape of its parameter
 */
export function sgdStep<Name extends string>(
  params: Readonly<Record<Name, Tensor>>,
  grads: Readonly<Record<Name, Tensor>>,
  lr: number,
): Record<Name, Tensor> {
  const names = Object.keys(params) as Name[];
  return Object.fromEntries(names.map((name) => [name, params[name].minus(grads[name].scale(lr))])) as Record<
    Name,
    Tensor
  >;
}
