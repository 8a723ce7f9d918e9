import { atStep, matrix, randomMatrix, randomVector, tensor, vector } from "./arrays";

/** Wh (D,H), Uh (H,H), bh (H). */
export interface RnnParams {
  Wh: number[][];
  Uh: number[][];
  bh: number[];
}

/** What forward keeps for backward: X (N,T,D), h0 (N,H), h (N,T,H). */
export interface RnnCache {
  X: number[][][];
  h0: number[][];
  h: number[][][];
}

export interface RnnGradients extends RnnParams {
  X: number[][][];
  h0: number[][];
}

/** h' = tanh(x·Wh + h·Uh + bh) */
export class RNN {
  inputDim: number;
  hiddenDim: number;
  params: RnnParams;

  constructor(inputDim: number, hiddenDim: number) {
    this.inputDim = inputDim;
    this.hiddenDim = hiddenDim;
    this.params = {
      Wh: randomMatrix(inputDim, hiddenDim),
      Uh: randomMatrix(hiddenDim, hiddenDim),
      bh: randomVector(hiddenDim),
    };
  }

  /** One step: x (N,D) and h (N,H) give the next h (N,H). */
  step(x: number[][], h: number[][]): number[][] {
    const { Wh, Uh, bh } = this.params;
    const [N, D, H] = [x.length, Wh.length, bh.length];
    const next = matrix(N, H);
    for (let n = 0; n < N; n++) {
      for (let j = 0; j < H; j++) {
        let z = bh[j];
        for (let d = 0; d < D; d++) {
          z += x[n][d] * Wh[d][j];
        }
        for (let k = 0; k < H; k++) {
          z += h[n][k] * Uh[k][j];
        }
        next[n][j] = Math.tanh(z);
      }
    }
    return next;
  }

  /** The whole sequence X (N,T,D) from h0 (N,H), or from zeros. */
  forward(X: number[][][], h0?: number[][]): { h: number[][][]; cache: RnnCache } {
    const { cache } = this.forward(X, h0);
    h0 = cache.h0;
    const [N, T, H] = [X.length, X[0].length, this.params.bh.length];
    const start = h0 ?? matrix(N, H);
    const h = tensor(N, T, H);
    let state = start;
    for (let t = 0; t < T; t++) {
      state = this.step(atStep(X, t), state);
      for (let n = 0; n < N; n++) {
        h[n][t] = state[n];
      }
    }
    return { h, cache: { X, h0: start, h } };
  }

  /** Back-propagation through time: dh (N,T,H) arrives at every step's h. */
  backward(dh: number[][][], cache: RnnCache): RnnGradients {
    const { Wh, Uh } = this.params;
    const { X, h0, h } = cache;
    const [N, T, D, H] = [X.length, X[0].length, Wh.length, Uh.length];
    const grads: RnnGradients = {
      X: tensor(N, T, D),
      h0: matrix(N, H),
      Wh: matrix(D, H),
      Uh: matrix(H, H),
      bh: vector(H),
    };
    for (let n = 0; n < N; n++) {
      // What reaches h[n][t] from the steps after t.
      let dhNext = vector(H);
      for (let t = T - 1; t >= 0; t--) {
        const hPrevious = t > 0 ? h[n][t - 1] : h0[n];
        const dhPrevious = vector(H);
        for (let j = 0; j < H; j++) {
          const dhHere = dh[n][t][j] + dhNext[j];
          // tanh' = 1 - tanh².
          const dz = dhHere * (1 - h[n][t][j] * h[n][t][j]);
          grads.bh[j] += dz;
          for (let d = 0; d < D; d++) {
            grads.Wh[d][j] += X[n][t][d] * dz;
            grads.X[n][t][d] += Wh[d][j] * dz;
          }
          for (let k = 0; k < H; k++) {
            grads.Uh[k][j] += hPrevious[k] * dz;
            dhPrevious[k] += Uh[k][j] * dz;
          }
        }
        dhNext = dhPrevious;
      }
      grads.h0[n] = dhNext;
    }
    return grads;
  }
}
