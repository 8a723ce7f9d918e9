import type { InputGradients, LstmParams, Matrix, Sequence } from "./types";

/** What `forward` keeps for `backward`. It is yours alone: put in it whatever you need. */
export interface LstmCache {
  X: Sequence;
  h0: Matrix;
  c0: Matrix;
}

/** i, f, o = σ(·), g = tanh(·), c' = f∘c + i∘g, h' = o∘tanh(c') */
export class LSTM {
  params: LstmParams;

  /** A network of inputDim (D) features and hiddenDim (H) hidden units, with random params. */
  constructor(inputDim: number, hiddenDim: number) {
    throw new Error("not implemented: LSTM.constructor");
  }

  /** One step: x (N,D), h (N,H) and c (N,H) give the next h and c. */
  step(x: Matrix, h: Matrix, c: Matrix): { h: Matrix; c: Matrix } {
    throw new Error("not implemented: LSTM.step");
  }

  /** The h and c of every step (N,T,H) for the sequences X (N,T,D), from h0 and c0 (N,H) or from zeros. */
  forward(X: Sequence, h0?: Matrix, c0?: Matrix): { h: Sequence; c: Sequence; cache: LstmCache } {
    throw new Error("not implemented: LSTM.forward");
  }

  /** Back-propagation through time: the gradient of Σ h∘dh, with dh (N,T,H). Nothing arrives at c from outside. */
  backward(dh: Sequence, cache: LstmCache): LstmParams & InputGradients & { c0: Matrix } {
    throw new Error("not implemented: LSTM.backward");
  }
}
