import { atStep, matrix, randomMatrix, randomVector, sigmoid, tensor, vector } from "./arrays";

/** All W are (D,H), all U (H,H), all b and cn (H): reset gate, update gate, candidate. */
export interface GruParams {
  Wr: number[][];
  Ur: number[][];
  br: number[];
  Wz: number[][];
  Uz: number[][];
  bz: number[];
  Wn: number[][];
  Un: number[][];
  bn: number[];
  cn: number[];
}

/** One step's values, all (N,H); m = h·Un + cn is what the reset gate scales. */
export interface GruStep {
  r: number[][];
  z: number[][];
  m: number[][];
  n: number[][];
  h: number[][];
}

/** What forward keeps for backward: the inputs, and the values of each step. */
export interface GruCache {
  X: number[][][];
  h0: number[][];
  steps: GruStep[];
}

export interface GruGradients extends GruParams {
  X: number[][][];
  h0: number[][];
}

/** r, z = σ(·), n = tanh(x·Wn + bn + r∘(h·Un + cn)), h' = (1−z)∘n + z∘h */
export class GRU {
  inputDim: number;
  hiddenDim: number;
  params: GruParams;

  constructor(inputDim: number, hiddenDim: number) {
    this.inputDim = inputDim;
    this.hiddenDim = hiddenDim;
    this.params = {
      Wr: randomMatrix(inputDim, hiddenDim),
      Ur: randomMatrix(hiddenDim, hiddenDim),
      br: randomVector(hiddenDim),
      Wz: randomMatrix(inputDim, hiddenDim),
      Uz: randomMatrix(hiddenDim, hiddenDim),
      bz: randomVector(hiddenDim),
      Wn: randomMatrix(inputDim, hiddenDim),
      Un: randomMatrix(hiddenDim, hiddenDim),
      bn: randomVector(hiddenDim),
      cn: randomVector(hiddenDim),
    };
  }

  /** The gates, the candidate and the hidden state that x (N,D) and h (N,H) lead to. */
  cell(x: number[][], h: number[][]): GruStep {
    const { Wr, Ur, br, Wz, Uz, bz, Wn, Un, bn, cn } = this.params;
    const [N, D, H] = [x.length, Wr.length, br.length];
    const next: GruStep = {
      r: matrix(N, H),
      z: matrix(N, H),
      m: matrix(N, H),
      n: matrix(N, H),
      h: matrix(N, H),
    };
    for (let b = 0; b < N; b++) {
      for (let j = 0; j < H; j++) {
        let ar = br[j];
        let az = bz[j];
        let an = bn[j];
        let m = cn[j];
        for (let d = 0; d < D; d++) {
          ar += x[b][d] * Wr[d][j];
          az += x[b][d] * Wz[d][j];
          an += x[b][d] * Wn[d][j];
        }
        for (let k = 0; k < H; k++) {
          ar += h[b][k] * Ur[k][j];
          az += h[b][k] * Uz[k][j];
          m += h[b][k] * Un[k][j];
        }
        const r = sigmoid(ar);
        const z = sigmoid(az);
        const n = Math.tanh(an + r * m);
        const hNext = (1 - z) * n + z * h[b][j];
        next.r[b][j] = r;
        next.z[b][j] = z;
        next.m[b][j] = m;
        next.n[b][j] = n;
        next.h[b][j] = hNext;
      }
    }
    return next;
  }

  /** One step: x (N,D) and h (N,H) give the next h (N,H). */
  step(x: number[][], h: number[][]): number[][] {
    return this.cell(x, h).h;
  }
}
