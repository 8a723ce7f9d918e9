// No loop and no mutation anywhere: map, reduce and closures; normal draws are sums of 12 uniforms, shuffling sorts by random keys.
// Unusual: ffDict is a frozen object whose only member is the function that runs the network backwards.

type Vector = readonly number[];
type Matrix = readonly Vector[];
type Params = Readonly<{ W1: Matrix; b1: Vector; W2: Matrix; b2: Vector }>;
type FfDict = Readonly<{ pullBack: (X: Matrix, Y: Matrix) => Params }>;
type Options = Readonly<{ lr: number; epochs: number; batchSize: number }>;
type Epoch = Readonly<{ trainLoss: number; trainAccuracy: number; validLoss: number; validAccuracy: number }>;

const range = (n: number): number[] => [...Array(n).keys()];
const sum = (v: Vector): number => v.reduce((a, b) => a + b, 0);
const dot = (a: Vector, b: Vector): number => sum(a.map((x, i) => x * b[i]));
const add = (a: Vector, b: Vector): Vector => a.map((x, i) => x + b[i]);
const zip = <A, B, R>(f: (a: A, b: B) => R, as: readonly A[], bs: readonly B[]): R[] =>
  as.map((a, i) => f(a, bs[i]));
const transpose = (M: Matrix): Matrix => M[0].map((_, c) => M.map((row) => row[c]));
const matmul = (A: Matrix, B: Matrix): Matrix =>
  ((columns) => A.map((row) => columns.map((column) => dot(row, column))))(transpose(B));
const sumRows = (M: Matrix): Vector => M.reduce(add);

// tanh saturates instead of overflowing: sigmoid(z) = (1 + tanh(z/2)) / 2.
const sigmoid = (z: number): number => (1 + Math.tanh(z / 2)) / 2;
const softmax = (z: Vector): Vector =>
  ((logSum) => z.map((x) => Math.exp(x - logSum)))(
    ((m) => m + Math.log(sum(z.map((x) => Math.exp(x - m)))))(z.reduce((a, b) => Math.max(a, b))),
  );
const argmax = (v: Vector): number => v.indexOf(Math.max(...v));

const normal = (): number => sum(range(12).map(() => Math.random())) - 6;
const glorot = (rows: number, cols: number): Matrix =>
  range(rows).map(() => range(cols).map(() => normal() * Math.sqrt(2 / (rows + cols))));
const shuffled = (n: number): number[] =>
  range(n)
    .map((i): [number, number] => [Math.random(), i])
    .sort(([a], [b]) => a - b)
    .map(([, i]) => i);
const chunks = <T>(items: readonly T[], size: number): T[][] =>
  range(Math.ceil(items.length / size)).map((k) => items.slice(k * size, (k + 1) * size));

const descend = (p: Params, g: Params, lr: number): Params => {
  const step = (a: Vector, b: Vector): Vector => zip((x, dx) => x - lr * dx, a, b);
  return { W1: zip(step, p.W1, g.W1), b1: step(p.b1, g.b1), W2: zip(step, p.W2, g.W2), b2: step(p.b2, g.b2) };
};

export class TwoLayerNN {
  params: Params;

  constructor(
    readonly inputDim: number,
    readonly numHiddens: number,
    readonly numClasses: number,
  ) {
    this.params = this.initializeParameters(inputDim, numHiddens, numClasses);
  }

  initializeParameters(inputDim: number, numHiddens: number, numClasses: number): Params {
    return {
      W1: glorot(inputDim, numHiddens),
      b1: range(numHiddens).map(() => 0),
      W2: glorot(numHiddens, numClasses),
      b2: range(numClasses).map(() => 0),
    };
  }

  forward(X: Matrix): { y: Matrix; ffDict: FfDict } {
    const { W1, b1, W2, b2 } = this.params;
    const hidden = matmul(X, W1).map((row) => add(row, b1).map(sigmoid));
    const y = matmul(hidden, W2).map((row) => softmax(add(row, b2)));
    const pullBack = (inputs: Matrix, Y: Matrix): Params => {
      const dLogits = zip((p, t) => zip((a, b) => (a - b) / Y.length, p, t), y, Y);
      const dHidden = zip(
        (dh, h) => zip((d, s) => d * s * (1 - s), dh, h),
        matmul(dLogits, transpose(W2)),
        hidden,
      );
      return {
        W1: matmul(transpose(inputs), dHidden),
        b1: sumRows(dHidden),
        W2: matmul(transpose(hidden), dLogits),
        b2: sumRows(dLogits),
      };
    };
    return { y, ffDict: Object.freeze({ pullBack }) };
  }

  computeLoss(Y: Matrix, yHat: Matrix): number {
    return -sum(zip((t, p) => Math.log(dot(t, p) || Number.MIN_VALUE), Y, yHat)) / Y.length;
  }

  backward(X: Matrix, Y: Matrix, ffDict: FfDict): Params {
    return ffDict.pullBack(X, Y);
  }

  trainStep(X: Matrix, Y: Matrix, lr: number): number {
    const { y, ffDict } = this.forward(X);
    this.params = descend(this.params, this.backward(X, Y, ffDict), lr);
    return this.computeLoss(Y, y);
  }

  evaluate(Y: Matrix, yHat: Matrix): number {
    return (zip((t, p) => argmax(t) === argmax(p), Y, yHat).filter(Boolean).length / Y.length) * 100;
  }

  train(X: Matrix, Y: Matrix, XVal: Matrix, YVal: Matrix, { lr, epochs, batchSize }: Options): object {
    const results = range(epochs).map((): Epoch => {
      chunks(shuffled(X.length), batchSize).forEach((batch) =>
        this.trainStep(
          batch.map((i) => X[i]),
          batch.map((i) => Y[i]),
          lr,
        ),
      );
      const [train, valid] = [this.forward(X).y, this.forward(XVal).y];
      return {
        trainLoss: this.computeLoss(Y, train),
        trainAccuracy: this.evaluate(Y, train),
        validLoss: this.computeLoss(YVal, valid),
        validAccuracy: this.evaluate(YVal, valid),
      };
    });
    const column = (key: keyof Epoch): number[] => results.map((result) => result[key]);
    return {
      trainLoss: column("trainLoss"),
      trainAccuracy: column("trainAccuracy"),
      validLoss: column("validLoss"),
      validAccuracy: column("validAccuracy"),
    };
  }
}
