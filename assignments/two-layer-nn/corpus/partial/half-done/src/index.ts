// Half done: initialization, forward and loss are written, the rest is still as in the starter.

/** Weights and biases, or their gradients: W1 (D,H), b1 (H), W2 (H,C), b2 (C). */
export interface Params {
  W1: number[][];
  b1: number[];
  W2: number[][];
  b2: number[];
}

/** What forward keeps for backward: z1 and h are (N,H), y is (N,C). */
export interface FfDict {
  z1: number[][];
  h: number[][];
  y: number[][];
}

export interface TrainOptions {
  lr: number;
  epochs: number;
  batchSize: number;
}

export interface History {
  trainLoss: number[];
  trainAccuracy: number[];
  validLoss: number[];
  validAccuracy: number[];
}

function zeros(rows: number, cols: number): number[][] {
  return Array.from({ length: rows }, () => new Array<number>(cols).fill(0));
}

/** The logistic function; each branch only ever takes exp of something negative. */
function sigmoid(z: number): number {
  if (z >= 0) {
    return 1 / (1 + Math.exp(-z));
  }
  const e = Math.exp(z);
  return e / (1 + e);
}

/** The probabilities of one row of logits; the largest exponent is 0, so nothing overflows. */
function softmax(logits: number[]): number[] {
  const shift = Math.max(...logits);
  const exps = logits.map((z) => Math.exp(z - shift));
  const sum = exps.reduce((total, e) => total + e, 0);
  return exps.map((e) => e / sum);
}

function argmax(row: number[]): number {
  let best = 0;
  for (let c = 1; c < row.length; c++) {
    if (row[c] > row[best]) {
      best = c;
    }
  }
  return best;
}

/** One draw from the standard normal distribution (Box-Muller). */
function randomNormal(): number {
  const u = 1 - Math.random(); // in (0,1], so that its logarithm is finite
  const v = Math.random();
  return Math.sqrt(-2 * Math.log(u)) * Math.cos(2 * Math.PI * v);
}

/** A (fanIn,fanOut) matrix of normal draws with variance 2/(fanIn+fanOut). */
function glorot(fanIn: number, fanOut: number): number[][] {
  const std = Math.sqrt(2 / (fanIn + fanOut));
  const weights = zeros(fanIn, fanOut);
  for (let i = 0; i < fanIn; i++) {
    for (let j = 0; j < fanOut; j++) {
      weights[i][j] = std * randomNormal();
    }
  }
  return weights;
}

/** 0 … n-1 in a random order (Fisher-Yates). */
function shuffledIndices(n: number): number[] {
  const order = Array.from({ length: n }, (_, i) => i);
  for (let i = n - 1; i > 0; i--) {
    const j = Math.floor(Math.random() * (i + 1));
    [order[i], order[j]] = [order[j], order[i]];
  }
  return order;
}

export class TwoLayerNN {
  inputDim: number;
  numHiddens: number;
  numClasses: number;
  params: Params;

  constructor(inputDim: number, numHiddens: number, numClasses: number) {
    this.inputDim = inputDim;
    this.numHiddens = numHiddens;
    this.numClasses = numClasses;
    this.params = this.initializeParameters(inputDim, numHiddens, numClasses);
  }

  initializeParameters(inputDim: number, numHiddens: number, numClasses: number): Params {
    const W1 = glorot(inputDim, numHiddens);
    const b1 = new Array<number>(numHiddens).fill(0);
    const W2 = glorot(numHiddens, numClasses);
    const b2 = new Array<number>(numClasses).fill(0);
    return { W1, b1, W2, b2 };
  }

  forward(X: number[][]): { y: number[][]; ffDict: FfDict } {
    const { W1, b1, W2, b2 } = this.params;
    const [N, D, H, C] = [X.length, W1.length, b1.length, b2.length];
    const z1 = zeros(N, H);
    const h = zeros(N, H);
    const y: number[][] = [];
    for (let n = 0; n < N; n++) {
      // Hidden layer: h = sigmoid(x W1 + b1).
      for (let j = 0; j < H; j++) {
        let z = b1[j];
        for (let d = 0; d < D; d++) {
          z += X[n][d] * W1[d][j];
        }
        z1[n][j] = z;
        h[n][j] = sigmoid(z);
      }
      // Output layer: y = softmax(h W2 + b2).
      const logits = new Array<number>(C).fill(0);
      for (let c = 0; c < C; c++) {
        logits[c] = b2[c];
        for (let j = 0; j < H; j++) {
          logits[c] += h[n][j] * W2[j][c];
        }
      }
      y.push(softmax(logits));
    }
    return { y, ffDict: { z1, h, y } };
  }

  computeLoss(Y: number[][], yHat: number[][]): number {
    const N = Y.length;
    let total = 0;
    for (let n = 0; n < N; n++) {
      for (let c = 0; c < Y[n].length; c++) {
        if (Y[n][c] === 1) {
          total -= Math.log(Math.max(yHat[n][c], 1e-12));
        }
      }
    }
    return total / N;
  }

  backward(X: number[][], Y: number[][], ffDict: FfDict): Params {
    throw new Error("not implemented: TwoLayerNN.backward");
  }

  trainStep(X: number[][], Y: number[][], lr: number): number {
    throw new Error("not implemented: TwoLayerNN.trainStep");
  }

  evaluate(Y: number[][], yHat: number[][]): number {
    throw new Error("not implemented: TwoLayerNN.evaluate");
  }

  train(X: number[][], Y: number[][], XVal: number[][], YVal: number[][], options: TrainOptions): History {
    throw new Error("not implemented: TwoLayerNN.train");
  }
}
