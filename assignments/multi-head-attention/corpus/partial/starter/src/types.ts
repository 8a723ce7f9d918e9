// Letters: N examples in the batch, T tokens (Tq queries, Tk keys), E model dimension, S heads, P head dimension.

/** (rows, columns) */
export type Matrix = number[][];

/** One row of features per token, as (N,T,E). */
export type Tokens = number[][][];

/** The same for each head, as (N,S,T,P). */
export type Heads = number[][][][];

/** (Tq,Tk): true where this query may attend to this key. At least one entry of each row is true. */
export type Mask = boolean[][];

/** A linear layer, x·weightᵀ + bias; or its gradient. */
export interface Linear {
  /** (outputs, inputs) */
  weight: Matrix;
  /** (outputs) */
  bias: number[];
}

/** What attention gives. */
export interface Attention {
  /** (N,S,Tq,Pv) */
  output: Heads;
  /** (N,S,Tq,Tk): each row sums to 1. */
  weights: Heads;
}

/** The parameters of the layer, or their gradients. */
export interface Params {
  /** From E to S·P. */
  queryProj: Linear;
  /** From E to S·P. */
  keyProj: Linear;
  /** From E to S·P. */
  valueProj: Linear;
  /** From S·P to E. */
  outProj: Linear;
}

/** The gradients of the parameters, and of the input x (N,T,E). */
export interface Gradients extends Params {
  x: Tokens;
}

/** What `forward` keeps for `backward`. It is yours alone: put in it whatever you need. */
export interface Cache {
  x: Tokens;
  mask?: Mask;
  [name: string]: unknown;
}
