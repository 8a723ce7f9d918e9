// The class is the default export and has no other; train writes the step out once more instead of calling trainStep.
// Unusual: all updates happen in place, and backward needs nothing but ffDict and Y (it keeps a copy of X and W2).

interface Params {
  W1: number[][];
  b1: number[];
  W2: number[][];
  b2: number[];
}

interface History {
  trainLoss: number[];
  trainAccuracy: number[];
  validLoss: number[];
  validAccuracy: number[];
}

class Pass {
  constructor(
    readonly x: number[][],
    readonly h: number[][],
    readonly p: number[][],
    readonly w2: number[][],
  ) {
    Object.freeze(this);
  }
}

/** Marsaglia's polar method; the second number of a pair waits for the next call. */
function gaussians(): () => number {
  let spare: number | undefined;
  return () => {
    if (spare !== undefined) {
      const value = spare;
      spare = undefined;
      return value;
    }
    let u: number, v: number, s: number;
    do {
      u = Math.random() * 2 - 1;
      v = Math.random() * 2 - 1;
      s = u * u + v * v;
    } while (s >= 1 || s === 0);
    const scale = Math.sqrt((-2 * Math.log(s)) / s);
    spare = v * scale;
    return u * scale;
  };
}

export default class TwoLayerNN {
  declare params: Params;

  constructor(
    protected readonly inputDim: number,
    protected readonly numHiddens: number,
    protected readonly numClasses: number,
  ) {
    this.params = this.initializeParameters(inputDim, numHiddens, numClasses);
  }

  initializeParameters(inputDim: number, numHiddens: number, numClasses: number): Params {
    const gaussian = gaussians();
    const weights = (fanIn: number, fanOut: number) => {
      const spread = (2 / (fanIn + fanOut)) ** 0.5;
      return [...Array(fanIn)].map(() => [...Array(fanOut)].map(() => gaussian() * spread));
    };
    return {
      W1: weights(inputDim, numHiddens),
      b1: [...Array(numHiddens)].map(() => 0),
      W2: weights(numHiddens, numClasses),
      b2: [...Array(numClasses)].map(() => 0),
    };
  }

  forward(X: number[][]): { y: number[][]; ffDict: Pass } {
    const { W1, b1, W2, b2 } = this.params;
    const h: number[][] = [];
    const p: number[][] = [];
    for (const x of X) {
      const hidden = b1.slice();
      for (const [d, value] of x.entries()) for (const j of hidden.keys()) hidden[j] += value * W1[d][j];
      for (const j of hidden.keys()) hidden[j] = 1 / (1 + Math.exp(-hidden[j]));
      const row = b2.slice();
      for (const [j, value] of hidden.entries()) for (const c of row.keys()) row[c] += value * W2[j][c];
      const top = Math.max(...row);
      let total = 0;
      for (const c of row.keys()) {
        row[c] = Math.exp(row[c] - top);
        total += row[c];
      }
      for (const c of row.keys()) row[c] /= total;
      h.push(hidden);
      p.push(row);
    }
    const copy = (A: number[][]) => A.map((row) => [...row]);
    return { y: p, ffDict: new Pass(copy(X), h, copy(p), copy(W2)) };
  }

  computeLoss(Y: number[][], yHat: number[][]): number {
    let likelihood = 0;
    for (let n = 0; n < Y.length; n++) likelihood += Math.log(Math.max(1e-7, yHat[n][Y[n].indexOf(1)]));
    return likelihood / -Y.length;
  }

  backward(_X: number[][], Y: number[][], { x, h, p, w2 }: Pass): Params {
    const grads: Params = {
      W1: x[0].map(() => h[0].map(() => 0)),
      b1: h[0].map(() => 0),
      W2: h[0].map(() => p[0].map(() => 0)),
      b2: p[0].map(() => 0),
    };
    for (const n of x.keys()) {
      const out = p[n].map((value, c) => (value - Y[n][c]) / x.length);
      for (const j of h[n].keys()) {
        let into = 0;
        for (const c of out.keys()) {
          grads.W2[j][c] += out[c] * h[n][j];
          into += out[c] * w2[j][c];
        }
        into *= h[n][j] * (1 - h[n][j]);
        grads.b1[j] += into;
        for (const d of x[n].keys()) grads.W1[d][j] += into * x[n][d];
      }
      for (const c of out.keys()) grads.b2[c] += out[c];
    }
    return grads;
  }

  trainStep(X: number[][], Y: number[][], lr: number): number {
    const { y, ffDict } = this.forward(X);
    const loss = this.computeLoss(Y, y);
    this.descend(this.backward(X, Y, ffDict), lr);
    return loss;
  }

  evaluate(Y: number[][], yHat: number[][]): number {
    let wrong = 0;
    for (let n = 0; n < Y.length; n++) {
      const truth = Y[n].indexOf(1);
      if (yHat[n].some((value) => value > yHat[n][truth])) wrong++;
    }
    return 100 - (100 * wrong) / Y.length;
  }

  train(
    X: number[][],
    Y: number[][],
    XVal: number[][],
    YVal: number[][],
    options: { lr: number; epochs: number; batchSize: number },
  ): History {
    const history: History = { trainLoss: [], trainAccuracy: [], validLoss: [], validAccuracy: [] };
    for (let epoch = 0; epoch < options.epochs; epoch++) {
      const keys = new Map<number, number>();
      for (const n of X.keys()) keys.set(n, Math.random());
      const order = [...X.keys()].sort((a, b) => keys.get(a)! - keys.get(b)!);
      const batches = Math.ceil(X.length / options.batchSize);
      for (let b = 0; b < batches; b++) {
        const from = b * options.batchSize;
        const to = Math.min(from + options.batchSize, X.length);
        const x: number[][] = [];
        const t: number[][] = [];
        for (let i = from; i < to; i++) {
          x.push(X[order[i]]);
          t.push(Y[order[i]]);
        }
        this.descend(this.backward(x, t, this.forward(x).ffDict), options.lr);
      }
      const train = this.forward(X);
      history.trainLoss.push(this.computeLoss(Y, train.y));
      history.trainAccuracy.push(this.evaluate(Y, train.y));
      const valid = this.forward(XVal);
      history.validLoss.push(this.computeLoss(YVal, valid.y));
      history.validAccuracy.push(this.evaluate(YVal, valid.y));
    }
    return history;
  }

  private descend(grads: Params, lr: number): void {
    for (const name of ["W1", "W2"] as const) {
      this.params[name].forEach((row, i) => row.forEach((_, j) => (row[j] -= lr * grads[name][i][j])));
    }
    for (const name of ["b1", "b2"] as const) {
      this.params[name].forEach((_, j) => (this.params[name][j] -= lr * grads[name][j]));
    }
  }
}
