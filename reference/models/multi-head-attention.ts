import { glorotNormal } from "../nn/glorot.js";
import { mergeHeads, splitHeads } from "../nn/heads.js";
import { type Linear, linear, linearBackward } from "../nn/linear.js";
import type { Random } from "../random/random.js";
import { Tensor } from "../tensor/tensor.js";
import {
  type Mask,
  scaledDotProductAttention,
  scaledDotProductAttentionBackward,
} from "./scaled-dot-product-attention.js";

// N batch, T time steps, E model dimension, S heads, P = ⌊E/S⌋ head dimension
// Source: Vaswani et al. 2017, "Attention is all you need", section 3.2.2, with biases

export { type Linear, mergeHeads, splitHeads };

/** The linear layers: three into the heads, `(S·P, E)`, and one out of them, `(E, S·P)`. */
export const PROJECTIONS = ["queryProj", "keyProj", "valueProj", "outProj"] as const;

/** The name of a linear layer. */
export type Projection = (typeof PROJECTIONS)[number];

/** The weights and biases of the linear layers. */
export type AttentionParams = Readonly<Record<Projection, Linear>>;

/** What `forward` computes on its way, and what `backward` needs of it. */
export interface AttentionCache {
  /** the tokens, `(N, T, E)` */
  readonly x: Tensor;
  /** queries, keys and values of every head, `(N, S, T, P)` */
  readonly Q: Tensor;
  readonly K: Tensor;
  readonly V: Tensor;
  /** how much every token attends to every other, `(N, S, T, T)` */
  readonly weights: Tensor;
  /** what the heads give, side by side, `(N, T, S·P)` */
  readonly merged: Tensor;
  /** `(N, T, E)` */
  readonly output: Tensor;
}

/** The gradients of the parameters, and `x (N, T, E)` of the tokens. */
export interface AttentionGradients extends AttentionParams {
  readonly x: Tensor;
}

/** Fresh parameters: Glorot-normal weights, zero biases. */
export function initialize(random: Random, numHeads: number, modelDim: number): AttentionParams {
  const allHeadsDim = Math.floor(modelDim / numHeads) * numHeads;
  const layer = (outputs: number, inputs: number): Linear => ({
    weight: glorotNormal(random, outputs, inputs), // (out, in)
    bias: Tensor.zeros([outputs]), // (out)
  });
  return {
    queryProj: layer(allHeadsDim, modelDim),
    keyProj: layer(allHeadsDim, modelDim),
    valueProj: layer(allHeadsDim, modelDim),
    outProj: layer(modelDim, allHeadsDim),
  };
}

/**
 * Self-attention of several heads: every token attends to all that the mask admits.
 *
 * @param x tokens `(N, T, E)`
 * @param mask `(T, T)`, `true` where a token (row) may attend to another (column); none admits all
 * @throws RangeError when the shapes do not fit, or the mask admits nothing to some token.
 */
export function forward(params: AttentionParams, numHeads: number, x: Tensor, mask?: Mask): AttentionCache {
  const Q = splitHeads(linear(params.queryProj, x), numHeads); // (N, T, S·P) → (N, S, T, P)
  const K = splitHeads(linear(params.keyProj, x), numHeads); // (N, S, T, P)
  const V = splitHeads(linear(params.valueProj, x), numHeads); // (N, S, T, P)
  const attention = scaledDotProductAttention(Q, K, V, mask); // (N, S, T, P), (N, S, T, T)
  const merged = mergeHeads(attention.output); // (N, T, S·P)
  const output = linear(params.outProj, merged); // (N, T, E)
  return { x, Q, K, V, weights: attention.weights, merged, output };
}

/**
 * The gradient of `Σ output∘dOutput` with respect to the parameters and the tokens, with the mask of `forward`.
 *
 * @param dOutput `(N, T, E)`
 * @param cache what `forward` gave for the same parameters
 */
export function backward(
  params: AttentionParams,
  dOutput: Tensor,
  cache: AttentionCache,
): AttentionGradients {
  const { x, Q, K, V, weights, merged } = cache;
  const numHeads = Q.shape[1] ?? 1;
  const outProj = linearBackward(params.outProj, dOutput, merged); // its x: (N, T, S·P)
  const dHeads = splitHeads(outProj.x, numHeads); // (N, S, T, P)
  const d = scaledDotProductAttentionBackward(dHeads, Q, K, V, weights); // each (N, S, T, P)
  const queryProj = linearBackward(params.queryProj, mergeHeads(d.Q), x); // its x: (N, T, E)
  const keyProj = linearBackward(params.keyProj, mergeHeads(d.K), x);
  const valueProj = linearBackward(params.valueProj, mergeHeads(d.V), x);
  // a token asks, is asked and is told of: three ways, whose gradients add up
  const dx = queryProj.x.plus(keyProj.x).plus(valueProj.x); // (N, T, E)
  return {
    queryProj: queryProj.layer,
    keyProj: keyProj.layer,
    valueProj: valueProj.layer,
    outProj: outProj.layer,
    x: dx,
  };
}
