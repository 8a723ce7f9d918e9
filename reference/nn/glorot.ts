import type { Random } from "../random/random.js";
import type { Tensor } from "../tensor/tensor.js";

/**
 * Weights `(fanIn, fanOut)` from a normal distribution with mean 0 and variance `2/(fanIn + fanOut)`
 * (Glorot & Bengio 2010, "Understanding the difficulty of training deep feedforward neural networks").
 */
export function glorotNormal(random: Random, fanIn: number, fanOut: number): Tensor {
  return random.normalTensor([fanIn, fanOut], Math.sqrt(2 / (fanIn + fanOut)));
}
