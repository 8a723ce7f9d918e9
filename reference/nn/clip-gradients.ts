import type { Tensor } from "../tensor/tensor.js";

/**
 * The gradients, all scaled by `maxNorm/norm` where their global L2 norm, over all entries of all arrays, exceeds
 * `maxNorm`; the direction stays.
 *
 * Source: Pascanu, Mikolov & Bengio 2013, "On the difficulty of training recurrent neural networks", algorithm 1.
 *
 * @param grads gradients by name, of any shapes
 */
export function clipGradients<Name extends string>(
  grads: Readonly<Record<Name, Tensor>>,
  maxNorm: number,
): Record<Name, Tensor> {
  const names = Object.keys(grads) as Name[];
  const norm = globalNorm(grads);
  const factor = norm > maxNorm ? maxNorm / norm : 1;
  return Object.fromEntries(names.map((name) => [name, grads[name].scale(factor)])) as Record<Name, Tensor>;
}

/** The L2 norm over all entries of all tensors. */
export function globalNorm(tensors: Readonly<Record<string, Tensor>>): number {
  return Math.sqrt(Object.values(tensors).reduce((sum, tensor) => sum + tensor.times(tensor).sum(), 0));
}
