// Every method is an arrow function held in a field, and all state is #private behind getters and setters.
// Unusual: params is an accessor that unpacks into one flat private vector and packs a new object at every read.

type Matrix = number[][];
type Params = { W1: Matrix; b1: number[]; W2: Matrix; b2: number[] };
type Sizes = readonly [D: number, H: number, C: number];
type Options = { lr: number; epochs: number; batchSize: number };

class Cache {
  #hidden: Matrix;
  #output: Matrix;

  constructor(hidden: Matrix, output: Matrix) {
    this.#hidden = hidden;
    this.#output = output;
  }

  get hidden(): Matrix {
    return this.#hidden;
  }

  get output(): Matrix {
    return this.#output;
  }
}

export class TwoLayerNN {
  #sizes: Sizes;
  #theta: number[] = [];

  static #normal = (): number => {
    const radius = Math.sqrt(-2 * Math.log(1 - Math.random()));
    return radius * Math.sin(2 * Math.PI * Math.random());
  };

  static #cut = (flat: number[], start: number, rows: number, cols: number): Matrix =>
    Array.from({ length: rows }, (_, r) => flat.slice(start + r * cols, start + (r + 1) * cols));

  constructor(inputDim: number, numHiddens: number, numClasses: number) {
    this.#sizes = [inputDim, numHiddens, numClasses];
    this.params = this.initializeParameters(inputDim, numHiddens, numClasses);
  }

  get inputDim(): number {
    return this.#sizes[0];
  }

  get numHiddens(): number {
    return this.#sizes[1];
  }

  get numClasses(): number {
    return this.#sizes[2];
  }

  get params(): Params {
    const [D, H, C] = this.#sizes;
    const flat = this.#theta;
    return {
      W1: TwoLayerNN.#cut(flat, 0, D, H),
      b1: flat.slice(D * H, D * H + H),
      W2: TwoLayerNN.#cut(flat, D * H + H, H, C),
      b2: flat.slice(D * H + H + H * C),
    };
  }

  set params({ W1, b1, W2, b2 }: Params) {
    this.#theta = [...W1.flat(), ...b1, ...W2.flat(), ...b2];
  }

  initializeParameters = (inputDim: number, numHiddens: number, numClasses: number): Params => {
    const weights = (fanIn: number, fanOut: number): Matrix => {
      const variance = 2 / (fanIn + fanOut);
      return Array.from({ length: fanIn }, () =>
        Array.from({ length: fanOut }, () => Math.sqrt(variance) * TwoLayerNN.#normal()),
      );
    };
    return {
      W1: weights(inputDim, numHiddens),
      b1: Array<number>(numHiddens).fill(0),
      W2: weights(numHiddens, numClasses),
      b2: Array<number>(numClasses).fill(0),
    };
  };

  #affine = (X: Matrix, W: Matrix, b: number[]): Matrix =>
    X.map((x) => b.map((bias, j) => x.reduce((sum, value, i) => sum + value * W[i][j], bias)));

  #sigmoid = (z: number): number => (z < 0 ? 1 - this.#sigmoid(-z) : 1 / (1 + Math.exp(-z)));

  forward = (X: Matrix): { y: Matrix; ffDict: Cache } => {
    const { W1, b1, W2, b2 } = this.params;
    const hidden = this.#affine(X, W1, b1).map((row) => row.map(this.#sigmoid));
    const y = this.#affine(hidden, W2, b2).map((row) =>
      row.map((z) => 1 / row.reduce((sum, other) => sum + Math.exp(other - z), 0)),
    );
    return { y, ffDict: new Cache(hidden, y) };
  };

  computeLoss = (Y: Matrix, yHat: Matrix): number => {
    const losses = Y.flatMap((row, n) =>
      row.map((t, c) => (t === 0 ? 0 : -t * Math.log(yHat[n][c] + 1e-15))),
    );
    return losses.reduce((a, b) => a + b, 0) / Y.length;
  };

  backward = (X: Matrix, Y: Matrix, ffDict: Cache): Params => {
    const { W2 } = this.params;
    const N = X.length;
    const d2 = ffDict.output.map((row, n) => row.map((p, c) => p - Y[n][c]));
    const d1 = ffDict.hidden.map((row, n) =>
      row.map((h, j) => h * (1 - h) * d2[n].reduce((sum, d, c) => sum + d * W2[j][c], 0)),
    );
    const outer = (A: Matrix, B: Matrix): Matrix =>
      A[0].map((_, i) => B[0].map((_, j) => A.reduce((sum, row, n) => sum + row[i] * B[n][j], 0) / N));
    const ones = X.map(() => [1]);
    return { W1: outer(X, d1), b1: outer(ones, d1)[0], W2: outer(ffDict.hidden, d2), b2: outer(ones, d2)[0] };
  };

  trainStep = (X: Matrix, Y: Matrix, lr: number): number => {
    const { y, ffDict } = this.forward(X);
    const { W1, b1, W2, b2 } = this.backward(X, Y, ffDict);
    const gradient = [...W1.flat(), ...b1, ...W2.flat(), ...b2];
    this.#theta = this.#theta.map((value, i) => value - lr * gradient[i]);
    return this.computeLoss(Y, y);
  };

  evaluate = (Y: Matrix, yHat: Matrix): number => {
    const argmax = (row: number[]): number => row.indexOf(Math.max(...row));
    let right = 0;
    Y.forEach((row, n) => (right += Number(argmax(row) === argmax(yHat[n]))));
    return (right / Y.length) * 100;
  };

  train = (X: Matrix, Y: Matrix, XVal: Matrix, YVal: Matrix, { lr, epochs, batchSize }: Options) => {
    const trainLoss: number[] = [];
    const trainAccuracy: number[] = [];
    const validLoss: number[] = [];
    const validAccuracy: number[] = [];
    let remaining = epochs;
    while (remaining-- > 0) {
      let queue = X.map((_, n) => n);
      for (let i = queue.length - 1; i > 0; i--) {
        const j = Math.trunc(Math.random() * (i + 1));
        const swap = queue[i];
        queue[i] = queue[j];
        queue[j] = swap;
      }
      while (queue.length > 0) {
        const batch = queue.slice(0, batchSize);
        queue = queue.slice(batchSize);
        this.trainStep(
          batch.map((n) => X[n]),
          batch.map((n) => Y[n]),
          lr,
        );
      }
      const train = this.forward(X).y;
      const valid = this.forward(XVal).y;
      trainLoss.push(this.computeLoss(Y, train));
      trainAccuracy.push(this.evaluate(Y, train));
      validLoss.push(this.computeLoss(YVal, valid));
      validAccuracy.push(this.evaluate(YVal, valid));
    }
    return { trainLoss, trainAccuracy, validLoss, validAccuracy };
  };
}
