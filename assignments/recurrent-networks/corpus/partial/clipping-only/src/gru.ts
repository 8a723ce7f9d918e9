import type { GruParams, InputGradients, Matrix, Sequence } from "./types";

/** What `forward` keeps for `backward`. It is yours alone: put in it whatever you need. */
export interface GruCache {
  X: Sequence;
  h0: Matrix;
}

/** r, z = σ(·), n = tanh(x·Wn + bn + r∘(h·Un + cn)), h' = (1−z)∘n + z∘h */
export class GRU {
  params: GruParams;

  /** A network of inputDim (D) features and hiddenDim (H) hidden units, with random params. */
  constructor(inputDim: number, hiddenDim: number) {
    throw new Error("not implemented: GRU.constructor");
  }

  /** One step: x (N,D) and h (N,H) give the next h (N,H). */
  step(x: Matrix, h: Matrix): Matrix {
    throw new Error("not implemented: GRU.step");
  }

  /** The h of every step (N,T,H) for the sequences X (N,T,D), from h0 (N,H) or from zeros. */
  forward(X: Sequence, h0?: Matrix): { h: Sequence; cache: GruCache } {
    throw new Error("not implemented: GRU.forward");
  }

  /** Back-propagation through time: the gradient of Σ h∘dh, with dh (N,T,H). */
  backward(dh: Sequence, cache: GruCache): GruParams & InputGradients {
    throw new Error("not implemented: GRU.backward");
  }
}
