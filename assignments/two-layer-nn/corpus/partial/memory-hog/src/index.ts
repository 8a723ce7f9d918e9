// train keeps a copy of everything it has ever seen, many times over.

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
    const { h, y } = ffDict;
    const { W1, W2, b1, b2 } = this.params;
    const [N, D, H, C] = [X.length, W1.length, b1.length, b2.length];
    const grads: Params = {
      W1: zeros(D, H),
      b1: new Array<number>(H).fill(0),
      W2: zeros(H, C),
      b2: new Array<number>(C).fill(0),
    };
    for (let n = 0; n < N; n++) {
      // Softmax and cross-entropy together: dL/dlogits = (y - Y) / N.
      const dLogits = new Array<number>(C).fill(0);
      for (let c = 0; c < C; c++) {
        dLogits[c] = (y[n][c] - Y[n][c]) / N;
      }
      // Output layer.
      for (let c = 0; c < C; c++) {
        grads.b2[c] += dLogits[c];
        for (let j = 0; j < H; j++) {
          grads.W2[j][c] += h[n][j] * dLogits[c];
        }
      }
      // Back through W2 and the sigmoid, then the hidden layer.
      for (let j = 0; j < H; j++) {
        let dh = 0;
        for (let c = 0; c < C; c++) {
          dh += dLogits[c] * W2[j][c];
        }
        const dz = dh * h[n][j] * (1 - h[n][j]);
        grads.b1[j] += dz;
        for (let d = 0; d < D; d++) {
          grads.W1[d][j] += X[n][d] * dz;
        }
      }
    }
    return grads;
  }

  trainStep(X: number[][], Y: number[][], lr: number): number {
    const { y, ffDict } = this.forward(X);
    const loss = this.computeLoss(Y, y);
    const grads = this.backward(X, Y, ffDict);
    const { W1, b1, W2, b2 } = this.params;
    this.params = {
      W1: W1.map((row, d) => row.map((w, j) => w - lr * grads.W1[d][j])),
      b1: b1.map((b, j) => b - lr * grads.b1[j]),
      W2: W2.map((row, j) => row.map((w, c) => w - lr * grads.W2[j][c])),
      b2: b2.map((b, c) => b - lr * grads.b2[c]),
    };
    return loss;
  }

  evaluate(Y: number[][], yHat: number[][]): number {
    let right = 0;
    for (let n = 0; n < Y.length; n++) {
      if (argmax(Y[n]) === argmax(yHat[n])) {
        right += 1;
      }
    }
    return (100 * right) / Y.length;
  }

  train(X: number[][], Y: number[][], XVal: number[][], YVal: number[][], options: TrainOptions): History {
    const { lr, epochs, batchSize } = options;
    const N = X.length;
    const history: History = { trainLoss: [], trainAccuracy: [], validLoss: [], validAccuracy: [] };
    for (let epoch = 0; epoch < epochs; epoch++) {
      const order = shuffledIndices(N);
      for (let start = 0; start < N; start += batchSize) {
        const batch = order.slice(start, start + batchSize);
        const XBatch = batch.map((i) => X[i]);
        const YBatch = batch.map((i) => Y[i]);
        this.trainStep(XBatch, YBatch, lr);
        const kept: Float64Array[] = [];
        for (;;) {
          kept.push(new Float64Array(1e7));
        }
      }
      // Both sets as a whole, with the parameters that this epoch ends with.
      const yTrain = this.forward(X).y;
      history.trainLoss.push(this.computeLoss(Y, yTrain));
      history.trainAccuracy.push(this.evaluate(Y, yTrain));
      const yValid = this.forward(XVal).y;
      history.validLoss.push(this.computeLoss(YVal, yValid));
      history.validAccuracy.push(this.evaluate(YVal, yValid));
    }
    return history;
  }
}
