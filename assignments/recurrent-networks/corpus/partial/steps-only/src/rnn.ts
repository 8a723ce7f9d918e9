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
}
