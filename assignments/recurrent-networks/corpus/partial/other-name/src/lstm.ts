import { atStep, matrix, randomMatrix, randomVector, sigmoid, tensor, vector } from "./arrays";

/** All W are (D,H), all U (H,H), all b (H): input gate, forget gate, candidate, output gate. */
export interface LstmParams {
  Wi: number[][];
  Ui: number[][];
  bi: number[];
  Wf: number[][];
  Uf: number[][];
  bf: number[];
  Wg: number[][];
  Ug: number[][];
  bg: number[];
  Wo: number[][];
  Uo: number[][];
  bo: number[];
}

/** One step's values, all (N,H). */
export interface LstmStep {
  i: number[][];
  f: number[][];
  g: number[][];
  o: number[][];
  c: number[][];
  h: number[][];
}

/** What forward keeps for backward: the inputs, and the values of each step. */
export interface LstmCache {
  X: number[][][];
  h0: number[][];
  c0: number[][];
  steps: LstmStep[];
}

export interface LstmGradients extends LstmParams {
  X: number[][][];
  h0: number[][];
  c0: number[][];
}

/** i, f, o = σ(·), g = tanh(·), c' = f∘c + i∘g, h' = o∘tanh(c') */
export class LSTM {
  inputDim: number;
  hiddenDim: number;
  params: LstmParams;

  constructor(inputDim: number, hiddenDim: number) {
    this.inputDim = inputDim;
    this.hiddenDim = hiddenDim;
    this.params = {
      Wi: randomMatrix(inputDim, hiddenDim),
      Ui: randomMatrix(hiddenDim, hiddenDim),
      bi: randomVector(hiddenDim),
      Wf: randomMatrix(inputDim, hiddenDim),
      Uf: randomMatrix(hiddenDim, hiddenDim),
      bf: randomVector(hiddenDim),
      Wg: randomMatrix(inputDim, hiddenDim),
      Ug: randomMatrix(hiddenDim, hiddenDim),
      bg: randomVector(hiddenDim),
      Wo: randomMatrix(inputDim, hiddenDim),
      Uo: randomMatrix(hiddenDim, hiddenDim),
      bo: randomVector(hiddenDim),
    };
  }

  /** The gates, the cell and the hidden state that x (N,D), h (N,H) and c (N,H) lead to. */
  cell(x: number[][], h: number[][], c: number[][]): LstmStep {
    const { Wi, Ui, bi, Wf, Uf, bf, Wg, Ug, bg, Wo, Uo, bo } = this.params;
    const [N, D, H] = [x.length, Wi.length, bi.length];
    const next: LstmStep = {
      i: matrix(N, H),
      f: matrix(N, H),
      g: matrix(N, H),
      o: matrix(N, H),
      c: matrix(N, H),
      h: matrix(N, H),
    };
    for (let n = 0; n < N; n++) {
      for (let j = 0; j < H; j++) {
        let zi = bi[j];
        let zf = bf[j];
        let zg = bg[j];
        let zo = bo[j];
        for (let d = 0; d < D; d++) {
          zi += x[n][d] * Wi[d][j];
          zf += x[n][d] * Wf[d][j];
          zg += x[n][d] * Wg[d][j];
          zo += x[n][d] * Wo[d][j];
        }
        for (let k = 0; k < H; k++) {
          zi += h[n][k] * Ui[k][j];
          zf += h[n][k] * Uf[k][j];
          zg += h[n][k] * Ug[k][j];
          zo += h[n][k] * Uo[k][j];
        }
        const i = sigmoid(zi);
        const f = sigmoid(zf);
        const g = Math.tanh(zg);
        const o = sigmoid(zo);
        const cNext = f * c[n][j] + i * g;
        const hNext = o * Math.tanh(cNext);
        next.i[n][j] = i;
        next.f[n][j] = f;
        next.g[n][j] = g;
        next.o[n][j] = o;
        next.c[n][j] = cNext;
        next.h[n][j] = hNext;
      }
    }
    return next;
  }

  /** One step: x (N,D), h (N,H) and c (N,H) give the next h and c. */
  step(x: number[][], h: number[][], c: number[][]): { h: number[][]; c: number[][] } {
    const next = this.cell(x, h, c);
    return { h: next.h, c: next.c };
  }

  /** The whole sequence X (N,T,D) from h0 and c0 (N,H), or from zeros. */
  forward(
    X: number[][][],
    h0?: number[][],
    c0?: number[][],
  ): { h: number[][][]; c: number[][][]; cache: LstmCache } {
    const [N, T, H] = [X.length, X[0].length, this.params.bi.length];
    const hStart = h0 ?? matrix(N, H);
    const cStart = c0 ?? matrix(N, H);
    const h = tensor(N, T, H);
    const c = tensor(N, T, H);
    const steps: LstmStep[] = [];
    let hState = hStart;
    let cState = cStart;
    for (let t = 0; t < T; t++) {
      const next = this.cell(atStep(X, t), hState, cState);
      hState = next.h;
      cState = next.c;
      steps.push(next);
      for (let n = 0; n < N; n++) {
        h[n][t] = hState[n];
        c[n][t] = cState[n];
      }
    }
    return { h, c, cache: { X, h0: hStart, c0: cStart, steps } };
  }

  /** Back-propagation through time: dh (N,T,H) arrives at every step's h, nothing at c. */
  backward(dh: number[][][], cache: LstmCache): LstmGradients {
    const { Wi, Ui, Wf, Uf, Wg, Ug, Wo, Uo } = this.params;
    const { X, h0, c0, steps } = cache;
    const [N, T, D, H] = [X.length, X[0].length, Wi.length, Ui.length];
    const grads: LstmGradients = {
      X: tensor(N, T, D),
      h0: matrix(N, H),
      c0: matrix(N, H),
      Wi: matrix(D, H),
      Ui: matrix(H, H),
      bi: vector(H),
      Wf: matrix(D, H),
      Uf: matrix(H, H),
      bf: vector(H),
      Wg: matrix(D, H),
      Ug: matrix(H, H),
      bg: vector(H),
      Wo: matrix(D, H),
      Uo: matrix(H, H),
      bo: vector(H),
    };
    for (let n = 0; n < N; n++) {
      // What reaches h and c of step t from the steps after t.
      let dhNext = vector(H);
      let dcNext = vector(H);
      for (let t = T - 1; t >= 0; t--) {
        const hPrevious = t > 0 ? steps[t - 1].h[n] : h0[n];
        const cPrevious = t > 0 ? steps[t - 1].c[n] : c0[n];
        const dhPrevious = vector(H);
        const dcPrevious = vector(H);
        for (let j = 0; j < H; j++) {
          const i = steps[t].i[n][j];
          const f = steps[t].f[n][j];
          const g = steps[t].g[n][j];
          const o = steps[t].o[n][j];
          const tanhC = Math.tanh(steps[t].c[n][j]);
          const dhHere = dh[n][t][j] + dhNext[j];
          const dcHere = dhHere * o * (1 - tanhC * tanhC) + dcNext[j];
          const di = dcHere * g;
          const df = dcHere * cPrevious[j];
          const dg = dcHere * i;
          const dOut = dhHere * tanhC;
          dcPrevious[j] = dcHere * f;
          // Back through the gates: σ' = σ·(1 − σ), tanh' = 1 − tanh².
          const dzi = di * i * (1 - i);
          const dzf = df * f * (1 - f);
          const dzg = dg * (1 - g * g);
          const dzo = dOut * o * (1 - o);
          grads.bi[j] += dzi;
          grads.bf[j] += dzf;
          grads.bg[j] += dzg;
          grads.bo[j] += dzo;
          for (let d = 0; d < D; d++) {
            grads.Wi[d][j] += X[n][t][d] * dzi;
            grads.Wf[d][j] += X[n][t][d] * dzf;
            grads.Wg[d][j] += X[n][t][d] * dzg;
            grads.Wo[d][j] += X[n][t][d] * dzo;
            grads.X[n][t][d] += Wi[d][j] * dzi + Wf[d][j] * dzf + Wg[d][j] * dzg + Wo[d][j] * dzo;
          }
          for (let k = 0; k < H; k++) {
            grads.Ui[k][j] += hPrevious[k] * dzi;
            grads.Uf[k][j] += hPrevious[k] * dzf;
            grads.Ug[k][j] += hPrevious[k] * dzg;
            grads.Uo[k][j] += hPrevious[k] * dzo;
            dhPrevious[k] += Ui[k][j] * dzi + Uf[k][j] * dzf + Ug[k][j] * dzg + Uo[k][j] * dzo;
          }
        }
        dhNext = dhPrevious;
        dcNext = dcPrevious;
      }
      grads.h0[n] = dhNext;
      grads.c0[n] = dcNext;
    }
    return grads;
  }
}
