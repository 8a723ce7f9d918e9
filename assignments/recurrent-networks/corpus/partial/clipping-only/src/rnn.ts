import type { InputGradients, Matrix, RnnParams, Sequence } from "./types";

/** What `forward` keeps for `backward`. It is yours alone: put in it whatever you need. */
export interface RnnCache {
  X: Sequence;
  h0: Matrix;
}

/** h' = tanh(x·Wh + h·Uh + bh) */
export class RNN {
  params: RnnParams;

  /** A network of inputDim (D) features and hiddenDim (H) hidden units, with random params. */
  constructor(inputDim: number, hiddenDim: number) {
    throw new Error("not implemented: RNN.constructor");
  }

  /** One step: x (N,D) and h (N,H) give the next h (N,H). */
  step(x: Matrix, h: Matrix): Matrix {
    throw new Error("not implemented: RNN.step");
  }

  /** The h of every step (N,T,H) for the sequences X (N,T,D), from h0 (N,H) or from zeros. */
  forward(X: Sequence, h0?: Matrix): { h: Sequence; cache: RnnCache } {
    throw new Error("not implemented: RNN.forward");
  }

  /** Back-propagation through time: the gradient of Σ h∘dh, with dh (N,T,H). */
  backward(dh: Sequence, cache: RnnCache): RnnParams & InputGradients {
    throw new Error("not implemented: RNN.backward");
  }
}
