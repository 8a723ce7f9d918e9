// Everything is a Float64Array: the rows of every result, the parameters and the flat buffers of the sums.
// Unusual: params start as arrays of typed arrays and are updated in place; normal draws come from Marsaglia's polar method.

type Row = ArrayLike<number>;
type Rows = ArrayLike<Row>;

interface Gradients {
  W1: Float64Array[];
  b1: Float64Array;
  W2: Float64Array[];
  b2: Float64Array;
}

interface MutableRow {
  readonly length: number;
  [index: number]: number;
}

interface Params {
  W1: MutableRow[];
  b1: MutableRow;
  W2: MutableRow[];
  b2: MutableRow;
}

const blank = (rows: number, cols: number): Float64Array[] =>
  Array.from({ length: rows }, () => new Float64Array(cols));

/** Marsaglia's polar method: rejects points outside the unit disc. */
function gaussian(): number {
  for (;;) {
    const u = 2 * Math.random() - 1;
    const v = 2 * Math.random() - 1;
    const s = u * u + v * v;
    if (s > 0 && s < 1) return u * Math.sqrt((-2 * Math.log(s)) / s);
  }
}

function glorot(fanIn: number, fanOut: number): Float64Array[] {
  const deviation = Math.sqrt(2 / (fanIn + fanOut));
  return blank(fanIn, fanOut).map((row) => row.map(() => deviation * gaussian()));
}

/** out = X·W + b; the accumulation runs over the inputs first, so the order of summation differs from a dot product. */
function affine(X: Rows, W: Rows, b: Row): Float64Array[] {
  const out = blank(X.length, b.length);
  for (let n = 0; n < X.length; n++) {
    for (let d = W.length - 1; d >= 0; d--) {
      const x = X[n][d];
      for (let j = 0; j < b.length; j++) out[n][j] += x * W[d][j];
    }
    for (let j = 0; j < b.length; j++) out[n][j] += b[j];
  }
  return out;
}

function softmaxInPlace(row: Float64Array): void {
  let top = -Infinity;
  for (const z of row) if (z > top) top = z;
  let total = 0;
  for (let c = 0; c < row.length; c++) total += row[c] = Math.exp(row[c] - top);
  for (let c = 0; c < row.length; c++) row[c] /= total;
}

const largest = (row: Row): number => {
  let at = 0;
  for (let c = 1; c < row.length; c++) if (row[c] > row[at]) at = c;
  return at;
};

export class TwoLayerNN {
  params: Params;

  constructor(
    public inputDim: number,
    public numHiddens: number,
    public numClasses: number,
  ) {
    this.params = this.initializeParameters(inputDim, numHiddens, numClasses);
  }

  initializeParameters(inputDim: number, numHiddens: number, numClasses: number): Gradients {
    return {
      W1: glorot(inputDim, numHiddens),
      b1: new Float64Array(numHiddens),
      W2: glorot(numHiddens, numClasses),
      b2: new Float64Array(numClasses),
    };
  }

  forward(X: Rows): { y: Float64Array[]; ffDict: { hidden: Float64Array[]; probabilities: Float64Array } } {
    const { W1, b1, W2, b2 } = this.params;
    const hidden = affine(X, W1, b1);
    for (const row of hidden) row.forEach((z, j) => (row[j] = 1 / (1 + Math.exp(-z))));
    const y = affine(hidden, W2, b2);
    y.forEach(softmaxInPlace);
    const probabilities = new Float64Array(y.length * b2.length);
    y.forEach((row, n) => probabilities.set(row, n * b2.length));
    return { y, ffDict: { hidden, probabilities } };
  }

  computeLoss(Y: Rows, yHat: Rows): number {
    let sum = 0;
    for (let n = 0; n < Y.length; n++) sum += Math.log(yHat[n][largest(Y[n])] + 1e-300);
    return -sum / Y.length;
  }

  backward(X: Rows, Y: Rows, ffDict: { hidden: Float64Array[]; probabilities: Float64Array }): Gradients {
    const { hidden, probabilities } = ffDict;
    const N = X.length;
    const D = X[0].length;
    const H = this.params.W2.length;
    const C = Y[0].length;
    const grads: Gradients = {
      W1: blank(D, H),
      b1: new Float64Array(H),
      W2: blank(H, C),
      b2: new Float64Array(C),
    };
    const delta = new Float64Array(C);
    for (let n = 0; n < N; n++) {
      for (let c = 0; c < C; c++) grads.b2[c] += delta[c] = (probabilities[n * C + c] - Y[n][c]) / N;
      for (let j = 0; j < H; j++) {
        const a = hidden[n][j];
        let back = 0;
        for (let c = 0; c < C; c++) {
          grads.W2[j][c] += a * delta[c];
          back += this.params.W2[j][c] * delta[c];
        }
        back *= a - a * a;
        grads.b1[j] += back;
        for (let d = 0; d < D; d++) grads.W1[d][j] += X[n][d] * back;
      }
    }
    return grads;
  }

  trainStep(X: Rows, Y: Rows, lr: number): number {
    const { y, ffDict } = this.forward(X);
    const grads = this.backward(X, Y, ffDict);
    const move = (p: MutableRow, g: Float64Array): void => g.forEach((dg, i) => (p[i] -= lr * dg));
    grads.W1.forEach((row, d) => move(this.params.W1[d], row));
    grads.W2.forEach((row, j) => move(this.params.W2[j], row));
    move(this.params.b1, grads.b1);
    move(this.params.b2, grads.b2);
    return this.computeLoss(Y, y);
  }

  evaluate(Y: Rows, yHat: Rows): number {
    let hits = 0;
    for (let n = 0; n < Y.length; n++) if (largest(Y[n]) === largest(yHat[n])) hits++;
    return (hits * 100) / Y.length;
  }

  train(
    X: Rows,
    Y: Rows,
    XVal: Rows,
    YVal: Rows,
    { lr, epochs, batchSize }: { lr: number; epochs: number; batchSize: number },
  ): Record<"trainLoss" | "trainAccuracy" | "validLoss" | "validAccuracy", Float64Array> {
    const history = {
      trainLoss: new Float64Array(epochs),
      trainAccuracy: new Float64Array(epochs),
      validLoss: new Float64Array(epochs),
      validAccuracy: new Float64Array(epochs),
    };
    const order = Uint32Array.from({ length: X.length }, (_, i) => i);
    for (let epoch = 0; epoch < epochs; epoch++) {
      for (let i = order.length; i > 1;) {
        const j = Math.floor(Math.random() * i--);
        const kept = order[i];
        order[i] = order[j];
        order[j] = kept;
      }
      for (let start = 0; start < order.length; start += batchSize) {
        const batch = Array.from(order.subarray(start, start + batchSize));
        this.trainStep(
          batch.map((i) => X[i]),
          batch.map((i) => Y[i]),
          lr,
        );
      }
      const seen = this.forward(X).y;
      const unseen = this.forward(XVal).y;
      history.trainLoss[epoch] = this.computeLoss(Y, seen);
      history.trainAccuracy[epoch] = this.evaluate(Y, seen);
      history.validLoss[epoch] = this.computeLoss(YVal, unseen);
      history.validAccuracy[epoch] = this.evaluate(YVal, unseen);
    }
    return history;
  }
}
