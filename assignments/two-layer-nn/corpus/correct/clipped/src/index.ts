// y is clipped to [1e-7, 1 - 1e-7], the logarithm takes p + 1e-7, and the sigmoid gives up beyond |z| = 500.
// Unusual: everything is stored transposed inside (examples are columns), and backward multiplies out the full softmax Jacobian.

type Matrix = number[][];

const EPS = 1e-7;

interface Params {
  W1: Matrix;
  b1: number[];
  W2: Matrix;
  b2: number[];
}

interface Columns {
  hT: Matrix; // (H,N)
  pT: Matrix; // (C,N)
}

const flip = (A: Matrix): Matrix => A[0].map((_, j) => A.map((row) => row[j]));
const clip = (p: number): number => Math.min(1 - EPS, Math.max(EPS, p));
const sigmoid = (z: number): number => 1 / (1 + Math.exp(-Math.max(-500, Math.min(500, z))));

/** Wᵀ·A with a bias per row: (in,out) and (in,N) give (out,N). */
function columnwise(W: Matrix, b: number[], A: Matrix): Matrix {
  return b.map((bias, j) => A[0].map((_, n) => A.reduce((sum, row, i) => sum + W[i][j] * row[n], 0) + bias));
}

function softmaxColumns(Z: Matrix): Matrix {
  const out = Z.map((row) => [...row]);
  for (let n = 0; n < Z[0].length; n++) {
    let top = Z[0][n];
    for (const row of Z) top = Math.max(top, row[n]);
    let total = 0;
    for (const row of out) {
      row[n] = Math.exp(row[n] - top);
      total += row[n];
    }
    for (const row of out) row[n] = clip(row[n] / total);
  }
  return out;
}

export class TwoLayerNN {
  public inputDim: number;
  public numHiddens: number;
  public numClasses: number;
  public params: Params;

  public constructor(inputDim: number, numHiddens: number, numClasses: number) {
    [this.inputDim, this.numHiddens, this.numClasses] = [inputDim, numHiddens, numClasses];
    this.params = this.initializeParameters(inputDim, numHiddens, numClasses);
  }

  public initializeParameters(inputDim: number, numHiddens: number, numClasses: number): Params {
    const gauss = (): number => {
      let total = 0;
      for (let k = 0; k < 12; k++) total += Math.random() - 0.5;
      return total;
    };
    const xavier = (fanIn: number, fanOut: number): Matrix => {
      const out: Matrix = [];
      for (let i = 0; i < fanIn; i++) {
        out[i] = [];
        for (let j = 0; j < fanOut; j++) out[i][j] = gauss() / Math.sqrt((fanIn + fanOut) / 2);
      }
      return out;
    };
    return {
      W1: xavier(inputDim, numHiddens),
      b1: Array(numHiddens).fill(0),
      W2: xavier(numHiddens, numClasses),
      b2: Array(numClasses).fill(0),
    };
  }

  public forward(X: Matrix): { y: Matrix; ffDict: Columns } {
    const { W1, b1, W2, b2 } = this.params;
    const hT = columnwise(W1, b1, flip(X)).map((row) => row.map(sigmoid));
    const pT = softmaxColumns(columnwise(W2, b2, hT));
    return { y: flip(pT), ffDict: { hT, pT } };
  }

  public computeLoss(Y: Matrix, yHat: Matrix): number {
    let loss = 0;
    Y.forEach((row, n) => {
      const p = row.reduce((sum, t, c) => sum + t * yHat[n][c], 0); // the dot product picks the true class
      loss += Math.log(1 / (p + EPS)) / Y.length;
    });
    return loss;
  }

  public backward(X: Matrix, Y: Matrix, { hT, pT }: Columns): Params {
    const N = Y.length;
    const XT = flip(X);
    const YT = flip(Y);
    const dPT = pT.map((row, c) => row.map((p, n) => -YT[c][n] / p / N));
    // dL/dz_c = Σ_k dL/dp_k · p_k (δ_kc - p_c), the rows of the Jacobian one by one.
    const dZ2T = pT.map((row, c) =>
      row.map((_, n) => {
        let sum = 0;
        for (let k = 0; k < pT.length; k++) sum += dPT[k][n] * pT[k][n] * ((k === c ? 1 : 0) - pT[c][n]);
        return sum;
      }),
    );
    const dZ1T = hT.map((row, j) =>
      row.map((h, n) => dZ2T.reduce((sum, dz, c) => sum + this.params.W2[j][c] * dz[n], 0) * h * (1 - h)),
    );
    const gram = (A: Matrix, B: Matrix): Matrix =>
      A.map((a) => B.map((b) => a.reduce((sum, value, n) => sum + value * b[n], 0)));
    const total = (row: number[]): number => row.reduce((a, b) => a + b, 0);
    return { W1: gram(XT, dZ1T), b1: dZ1T.map(total), W2: gram(hT, dZ2T), b2: dZ2T.map(total) };
  }

  public trainStep(X: Matrix, Y: Matrix, lr: number): number {
    const before = this.forward(X);
    const loss = this.computeLoss(Y, before.y);
    const grads = this.backward(X, Y, before.ffDict);
    for (const name of ["W1", "W2"] as const) {
      this.params[name] = this.params[name].map((row, i) => row.map((w, j) => w - lr * grads[name][i][j]));
    }
    for (const name of ["b1", "b2"] as const) {
      this.params[name] = this.params[name].map((b, i) => b - lr * grads[name][i]);
    }
    return loss;
  }

  public evaluate(Y: Matrix, yHat: Matrix): number {
    const right = yHat.filter((row, n) => Y[n][row.indexOf(Math.max(...row))] === 1);
    return (right.length * 100) / Y.length;
  }

  public train(
    X: Matrix,
    Y: Matrix,
    XVal: Matrix,
    YVal: Matrix,
    options: { lr: number; epochs: number; batchSize: number },
  ): { [measure: string]: number[] } {
    const history = {
      trainLoss: [] as number[],
      trainAccuracy: [] as number[],
      validLoss: [] as number[],
      validAccuracy: [] as number[],
    };
    const both = X.map((x, n): [number[], number[]] => [x, Y[n]]);
    for (let epoch = 0; epoch < options.epochs; epoch++) {
      for (let i = both.length - 1; i >= 1; i--) {
        const j = Math.floor(Math.random() * (i + 1));
        [both[i], both[j]] = [both[j], both[i]];
      }
      for (let b = 0; b * options.batchSize < both.length; b++) {
        const batch = both.slice(b * options.batchSize, (b + 1) * options.batchSize);
        this.trainStep(
          batch.map(([x]) => x),
          batch.map(([, t]) => t),
          options.lr,
        );
      }
      const now = { train: this.forward(X).y, valid: this.forward(XVal).y };
      history.trainLoss.push(this.computeLoss(Y, now.train));
      history.trainAccuracy.push(this.evaluate(Y, now.train));
      history.validLoss.push(this.computeLoss(YVal, now.valid));
      history.validAccuracy.push(this.evaluate(YVal, now.valid));
    }
    return history;
  }
}
