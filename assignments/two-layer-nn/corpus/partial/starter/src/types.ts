// Letters: N examples in the batch, D input features, H hidden units, C classes.

/** Rows of numbers; all rows have the same length. */
export type Matrix = number[][];

/** The parameters of the network, or their gradients. */
export interface Params {
  /** (D,H) */
  W1: Matrix;
  /** (H) */
  b1: number[];
  /** (H,C) */
  W2: Matrix;
  /** (C) */
  b2: number[];
}

/** What `forward` keeps for `backward`. It is yours alone: put in it whatever you need. */
export interface FfDict {
  [name: string]: Matrix;
}

/** How to train. */
export interface TrainOptions {
  /** The learning rate. */
  lr: number;
  /** How many times to go through all examples. */
  epochs: number;
  /** How many examples a step takes, at most. */
  batchSize: number;
}

/** One number per epoch in each array, measured at the end of that epoch. */
export interface History {
  trainLoss: number[];
  trainAccuracy: number[];
  validLoss: number[];
  validAccuracy: number[];
}
