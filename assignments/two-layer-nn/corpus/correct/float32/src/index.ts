// All arithmetic is float32: every stored number passes through a Float32Array, every sum through Math.fround.
// Unusual: answers are right to about seven digits only, and the rows of all results are Float32Arrays.

type Numbers = ArrayLike<number>;
type Rows = readonly Numbers[];
type Params = { W1: Rows; b1: Numbers; W2: Rows; b2: Numbers };
type Kept = { input: Float32Array[]; hidden: Float32Array[]; output: Float32Array[]; W2: Float32Array[] };
type Options = { lr: number; epochs: number; batchSize: number };

const f = Math.fround;
const single = (rows: Rows): Float32Array[] => rows.map((row) => Float32Array.from(row));
const empty = (rows: number, cols: number): Float32Array[] =>
  Array.from({ length: rows }, () => new Float32Array(cols));

function affine(X: Float32Array[], W: Float32Array[], b: Float32Array): Float32Array[] {
  return X.map((x) =>
    b.map((bias, j) => {
      let sum = bias;
      for (let i = 0; i < x.length; i++) sum = f(sum + f(x[i] * W[i][j]));
      return sum;
    }),
  );
}

/** Aᵀ·B, summed over the examples. */
function gram(A: Float32Array[], B: Float32Array[]): Float32Array[] {
  const out = empty(A[0].length, B[0].length);
  A.forEach((a, n) => out.forEach((row, i) => row.forEach((_, j) => (row[j] += f(a[i] * B[n][j])))));
  return out;
}

const sigmoid = (z: number): number => f(1 / f(1 + f(Math.exp(-z))));

function softmax(row: Float32Array): Float32Array {
  const shift = row.reduce((a, b) => Math.max(a, b));
  const powers = row.map((z) => Math.exp(z - shift));
  const total = powers.reduce((a, b) => f(a + b), 0);
  return powers.map((p) => p / total);
}

const argmax = (row: Numbers): number => Array.from(row).reduce((at, v, i, all) => (v > all[at] ? i : at), 0);

export class TwoLayerNN {
  params: Params;
  inputDim;
  numHiddens;
  numClasses;

  constructor(inputDim: number, numHiddens: number, numClasses: number) {
    this.inputDim = inputDim;
    this.numHiddens = numHiddens;
    this.numClasses = numClasses;
    this.params = this.initializeParameters(inputDim, numHiddens, numClasses);
  }

  initializeParameters(inputDim: number, numHiddens: number, numClasses: number): Params {
    const normal = (): number =>
      Math.sqrt(-2 * Math.log(1 - Math.random())) * Math.cos(2 * Math.PI * Math.random());
    const weights = (fanIn: number, fanOut: number): Float32Array[] =>
      empty(fanIn, fanOut).map((row) => row.map(() => normal() * Math.sqrt(2 / (fanIn + fanOut))));
    return {
      W1: weights(inputDim, numHiddens),
      b1: new Float32Array(numHiddens),
      W2: weights(numHiddens, numClasses),
      b2: new Float32Array(numClasses),
    };
  }

  forward(X: Rows): { y: Float32Array[]; ffDict: Kept } {
    const input = single(X);
    const W2 = single(this.params.W2);
    const pre = affine(input, single(this.params.W1), Float32Array.from(this.params.b1));
    const hidden = pre.map((row) => row.map(sigmoid));
    const output = affine(hidden, W2, Float32Array.from(this.params.b2)).map(softmax);
    return { y: output, ffDict: { input, hidden, output, W2 } };
  }

  computeLoss(Y: Rows, yHat: Rows): number {
    const floor = f(1e-8);
    const total = Y.reduce(
      (sum, row, n) => f(sum + f(Math.log(Math.max(floor, f(yHat[n][argmax(row)]))))),
      0,
    );
    return f(-total / Y.length);
  }

  backward(_X: Rows, Y: Rows, { input, hidden, output, W2 }: Kept): Params {
    const dLogits = output.map((row, n) => row.map((p, c) => f(p - Y[n][c]) / Y.length));
    const dHidden = hidden.map((row, n) =>
      row.map((h, j) => f(h * f(1 - h)) * W2[j].reduce((sum, w, c) => f(sum + f(w * dLogits[n][c])), 0)),
    );
    const ones = empty(Y.length, 1).map((row) => row.fill(1));
    return {
      W1: gram(input, dHidden),
      b1: gram(ones, dHidden)[0],
      W2: gram(hidden, dLogits),
      b2: gram(ones, dLogits)[0],
    };
  }

  trainStep(X: Rows, Y: Rows, lr: number): number {
    const { y, ffDict } = this.forward(X);
    const grads = this.backward(X, Y, ffDict);
    const moved = (p: Numbers, g: Numbers): Float32Array =>
      Float32Array.from(p, (value, i) => value - lr * g[i]);
    const { W1, b1, W2, b2 } = this.params;
    this.params = {
      W1: W1.map((row, i) => moved(row, grads.W1[i])),
      b1: moved(b1, grads.b1),
      W2: W2.map((row, i) => moved(row, grads.W2[i])),
      b2: moved(b2, grads.b2),
    };
    return this.computeLoss(Y, y);
  }

  evaluate(Y: Rows, yHat: Rows): number {
    return (100 * Y.filter((row, n) => argmax(row) === argmax(yHat[n])).length) / Y.length;
  }

  train(
    X: Rows,
    Y: Rows,
    XVal: Rows,
    YVal: Rows,
    { lr, epochs, batchSize }: Options,
  ): Record<string, number[]> {
    const [trainLoss, trainAccuracy, validLoss, validAccuracy]: number[][] = [[], [], [], []];
    for (let epoch = 0; epoch < epochs; epoch++) {
      const order = X.map((_, n) => n);
      order.forEach((_, i) => {
        const j = i + Math.floor(Math.random() * (order.length - i));
        [order[i], order[j]] = [order[j], order[i]];
      });
      for (let at = 0; at < order.length; at += batchSize) {
        const batch = order.slice(at, at + batchSize);
        this.trainStep(
          batch.map((n) => X[n]),
          batch.map((n) => Y[n]),
          lr,
        );
      }
      const yTrain = this.forward(X).y;
      const yValid = this.forward(XVal).y;
      trainLoss.push(this.computeLoss(Y, yTrain));
      trainAccuracy.push(this.evaluate(Y, yTrain));
      validLoss.push(this.computeLoss(YVal, yValid));
      validAccuracy.push(this.evaluate(YVal, yValid));
    }
    return { trainLoss, trainAccuracy, validLoss, validAccuracy };
  }
}
