import type { Attention, Cache, Gradients, Heads, Mask, Params, Tokens } from "./types";

/**
 * weights = softmax(Q·Kᵀ/√P), each row over its keys, and output = weights·V.
 *
 * Q (N,S,Tq,P), K (N,S,Tk,P) and V (N,S,Tk,Pv) give output (N,S,Tq,Pv) and weights (N,S,Tq,Tk). Where the mask (Tq,Tk)
 * is false, the weight is exactly 0.
 */
export function scaledDotProductAttention(Q: Heads, K: Heads, V: Heads, mask?: Mask): Attention {
  throw new Error("not implemented: scaledDotProductAttention");
}

/** Self-attention with several heads. */
export class CustomMultiHeadAttention {
  numHeads: number;
  headDim: number;
  allHeadsDim: number;
  params: Params;

  /** A layer of numHeads (S) heads for tokens of modelDim (E) features; headDim is P, allHeadsDim is S·P. */
  constructor(numHeads: number, modelDim: number) {
    throw new Error("not implemented: CustomMultiHeadAttention.constructor");
  }

  /** x (N,T,S·P) to (N,S,T,P): head s gets the features s·P to s·P+P−1. */
  splitHeads(x: Tokens): Heads {
    throw new Error("not implemented: CustomMultiHeadAttention.splitHeads");
  }

  /** x (N,S,T,P) to (N,T,S·P), the way back. */
  mergeHeads(x: Heads): Tokens {
    throw new Error("not implemented: CustomMultiHeadAttention.mergeHeads");
  }

  /** The output (N,T,E) for the tokens x (N,T,E), the weights (N,S,T,T), and what backward needs. */
  forward(x: Tokens, mask?: Mask): { output: Tokens; weights: Heads; cache: Cache } {
    throw new Error("not implemented: CustomMultiHeadAttention.forward");
  }

  /** The gradient of Σ output∘dOutput with respect to x and to every parameter. */
  backward(dOutput: Tokens, cache: Cache): Gradients {
    throw new Error("not implemented: CustomMultiHeadAttention.backward");
  }
}
