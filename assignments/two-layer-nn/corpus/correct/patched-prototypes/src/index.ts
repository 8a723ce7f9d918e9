// Methods of its own on Array.prototype and a cache of index lists on globalThis, both made once per process.
// Unusual: what it leaves behind on the globals would be seen by every module that is loaded after it.

declare global {
  interface Array<T> {
    sum(this: number[]): number;
    zip(this: T[], other: T[], combine: (a: T, b: T) => T): T[];
    columns(this: number[][]): number[][];
    times(this: number[][], other: number[][]): number[][];
  }
  var indexLists: Map<number, number[]> | undefined;
}

if (!Array.prototype.sum) {
  Array.prototype.sum = function () {
    let total = 0;
    for (const x of this) total += x;
    return total;
  };
  Array.prototype.zip = function (other, combine) {
    return this.map((item, i) => combine(item, other[i]));
  };
  Array.prototype.columns = function () {
    return this[0].map((_, c) => this.map((row) => row[c]));
  };
  Array.prototype.times = function (other) {
    const columns = other.columns();
    return this.map((row) => columns.map((column) => row.zip(column, (a, b) => a * b).sum()));
  };
}

function indices(n: number): number[] {
  globalThis.indexLists ??= new Map();
  let list = globalThis.indexLists.get(n);
  if (!list) globalThis.indexLists.set(n, (list = Array.from({ length: n }, (_, i) => i)));
  return list.slice();
}

type Matrix = number[][];
interface Params {
  W1: Matrix;
  b1: number[];
  W2: Matrix;
  b2: number[];
}
interface Activations {
  H: Matrix;
  Yhat: Matrix;
  W2: Matrix;
}

function normal(): number {
  const radius = Math.sqrt(-2 * Math.log(1 - Math.random()));
  return radius * Math.cos(2 * Math.PI * Math.random());
}

const xavier = (rows: number, columns: number): Matrix =>
  indices(rows).map(() => indices(columns).map(() => Math.sqrt(2 / (rows + columns)) * normal()));
const zeros = (n: number): number[] => indices(n).map(() => 0);
const plus = (a: number, b: number): number => a + b;

function sigmoid(z: number): number {
  const e = Math.exp(-Math.abs(z));
  return z >= 0 ? 1 / (1 + e) : e / (1 + e);
}

function softmax(row: number[]): number[] {
  const top = row.reduce((a, b) => (a > b ? a : b));
  const powers = row.map((z) => Math.exp(z - top));
  const total = powers.sum();
  return powers.map((power) => power / total);
}

const best = (row: number[]): number => row.reduce((top, x, i) => (x > row[top] ? i : top), 0);

export class TwoLayerNN {
  params: Params;

  constructor(
    public inputDim: number,
    public numHiddens: number,
    public numClasses: number,
  ) {
    this.params = this.initializeParameters(inputDim, numHiddens, numClasses);
  }

  initializeParameters(D: number, H: number, C: number): Params {
    return { W1: xavier(D, H), b1: zeros(H), W2: xavier(H, C), b2: zeros(C) };
  }

  forward(X: Matrix): { y: Matrix; ffDict: Activations } {
    const { W1, b1, W2, b2 } = this.params;
    const H = X.times(W1).map((row) => row.zip(b1, plus).map(sigmoid));
    const y = H.times(W2).map((row) => softmax(row.zip(b2, plus)));
    return { y, ffDict: { H, Yhat: y, W2 } };
  }

  computeLoss(Y: Matrix, Yhat: Matrix): number {
    const each = Y.map((row, n) => row.zip(Yhat[n], (t, p) => (t === 0 ? 0 : -t * Math.log(Math.max(p, 1e-12)))));
    return each.map((row) => row.sum()).sum() / Y.length;
  }

  backward(X: Matrix, Y: Matrix, { H, Yhat, W2 }: Activations): Params {
    const d2 = Yhat.map((row, n) => row.zip(Y[n], (p, t) => (p - t) / Y.length));
    const d1 = d2.times(W2.columns()).map((row, n) => row.zip(H[n], (d, h) => d * h * (1 - h)));
    return {
      W1: X.columns().times(d1),
      b1: d1.columns().map((column) => column.sum()),
      W2: H.columns().times(d2),
      b2: d2.columns().map((column) => column.sum()),
    };
  }

  trainStep(X: Matrix, Y: Matrix, lr: number): number {
    const { y, ffDict } = this.forward(X);
    const step = (w: number, g: number): number => w - lr * g;
    const gradient = this.backward(X, Y, ffDict);
    this.params = {
      W1: this.params.W1.map((row, i) => row.zip(gradient.W1[i], step)),
      b1: this.params.b1.zip(gradient.b1, step),
      W2: this.params.W2.map((row, i) => row.zip(gradient.W2[i], step)),
      b2: this.params.b2.zip(gradient.b2, step),
    };
    return this.computeLoss(Y, y);
  }

  evaluate(Y: Matrix, Yhat: Matrix): number {
    return (100 * Y.filter((row, n) => best(row) === best(Yhat[n])).length) / Y.length;
  }

  train(
    X: Matrix,
    Y: Matrix,
    XVal: Matrix,
    YVal: Matrix,
    { lr, epochs, batchSize }: { lr: number; epochs: number; batchSize: number },
  ): { trainLoss: number[]; trainAccuracy: number[]; validLoss: number[]; validAccuracy: number[] } {
    const history = { trainLoss: [], trainAccuracy: [], validLoss: [], validAccuracy: [] } as Record<string, number[]>;
    for (let epoch = 0; epoch < epochs; epoch++) {
      const order = indices(X.length);
      for (let i = order.length - 1; i > 0; i--) {
        const j = Math.floor(Math.random() * (i + 1));
        [order[i], order[j]] = [order[j], order[i]];
      }
      while (order.length > 0) {
        const batch = order.splice(0, batchSize);
        this.trainStep(
          batch.map((n) => X[n]),
          batch.map((n) => Y[n]),
          lr,
        );
      }
      for (const [set, inputs, labels] of [
        ["train", X, Y],
        ["valid", XVal, YVal],
      ] as const) {
        const { y } = this.forward(inputs);
        history[`${set}Loss`].push(this.computeLoss(labels, y));
        history[`${set}Accuracy`].push(this.evaluate(labels, y));
      }
    }
    return history as ReturnType<TwoLayerNN["train"]>;
  }
}
