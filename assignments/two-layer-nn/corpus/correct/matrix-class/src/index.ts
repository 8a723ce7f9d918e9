// An own generic Matrix class does the arithmetic; plain arrays appear only at the border of the public methods.
// Unusual: ffDict is a Map that keeps the caller's X itself, and there is a default export beside the named one.
import { Matrix, reals } from "./matrix.js";

interface Params {
  W1: number[][];
  b1: number[];
  W2: number[][];
  b2: number[];
}

type Kept = "input" | "hidden" | "output";
type FfDict = Map<Kept, number[][] | Matrix<number>>;

const over = (rows: number[][]): Matrix<number> => new Matrix<number>(reals, rows);

function kept(ffDict: FfDict, name: Kept): Matrix<number> {
  const value = ffDict.get(name);
  if (value === undefined) throw new Error(`forward kept no ${name}`);
  return value instanceof Matrix ? value : over(value);
}

function softmaxRow(row: number[]): number[] {
  const shift = Math.max(...row);
  const powers = row.map((z) => Math.exp(z - shift));
  const total = powers.reduce((a, b) => a + b);
  return powers.map((p) => p / total);
}

class TwoLayerNN {
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
    const draw = (fanIn: number, fanOut: number): number[][] =>
      Matrix.generate<number>(reals, fanIn, fanOut, () => {
        // The central limit theorem at work: twelve uniforms have variance one together.
        let sum = -6;
        for (let k = 0; k < 12; k++) sum += Math.random();
        return sum * Math.sqrt(2 / (fanIn + fanOut));
      }).rows;
    const none = (length: number): number[] => Array.from({ length }, () => 0);
    return {
      W1: draw(inputDim, numHiddens),
      b1: none(numHiddens),
      W2: draw(numHiddens, numClasses),
      b2: none(numClasses),
    };
  }

  forward(X: number[][]): { y: number[][]; ffDict: FfDict } {
    const { W1, b1, W2, b2 } = this.params;
    const hidden = over(X)
      .times(over(W1))
      .plusRow(b1)
      .map((z) => (z > 0 ? 1 / (1 + Math.exp(-z)) : Math.exp(z) / (1 + Math.exp(z))));
    const output = over(hidden.times(over(W2)).plusRow(b2).rows.map(softmaxRow));
    const ffDict: FfDict = new Map<Kept, number[][] | Matrix<number>>([
      ["input", X],
      ["hidden", hidden],
      ["output", output],
    ]);
    return { y: output.rows, ffDict };
  }

  computeLoss(Y: number[][], yHat: number[][]): number {
    const logs = over(yHat).map((p) => Math.log(Math.min(1 - 1e-9, Math.max(1e-9, p))));
    return -over(Y).hadamard(logs).total() / Y.length;
  }

  backward(_X: number[][], Y: number[][], ffDict: FfDict): Params {
    const hidden = kept(ffDict, "hidden");
    const dLogits = kept(ffDict, "output")
      .minus(over(Y))
      .scaled(1 / Y.length);
    const dHidden = dLogits
      .times(over(this.params.W2).transpose())
      .hadamard(hidden)
      .hadamard(hidden.map((h) => 1 - h));
    return {
      W1: kept(ffDict, "input").transpose().times(dHidden).rows,
      b1: dHidden.columnTotals(),
      W2: hidden.transpose().times(dLogits).rows,
      b2: dLogits.columnTotals(),
    };
  }

  trainStep(X: number[][], Y: number[][], lr: number): number {
    const { y, ffDict } = this.forward(X);
    const grads = this.backward(X, Y, ffDict);
    const moved = (value: number[][], gradient: number[][]): number[][] =>
      over(value).minus(over(gradient).scaled(lr)).rows;
    this.params = {
      W1: moved(this.params.W1, grads.W1),
      b1: moved([this.params.b1], [grads.b1])[0],
      W2: moved(this.params.W2, grads.W2),
      b2: moved([this.params.b2], [grads.b2])[0],
    };
    return this.computeLoss(Y, y);
  }

  evaluate(Y: number[][], yHat: number[][]): number {
    const answers = over(yHat).argmaxOfRows();
    const right = over(Y)
      .argmaxOfRows()
      .filter((label, n) => label === answers[n]).length;
    return (100 / Y.length) * right;
  }

  train(
    X: number[][],
    Y: number[][],
    XVal: number[][],
    YVal: number[][],
    { lr, epochs, batchSize }: { lr: number; epochs: number; batchSize: number },
  ): Record<string, number[]> {
    const measures = { trainLoss: [], trainAccuracy: [], validLoss: [], validAccuracy: [] } as Record<
      "trainLoss" | "trainAccuracy" | "validLoss" | "validAccuracy",
      number[]
    >;
    for (const _ of Array(epochs).keys()) {
      const tickets = new Map(X.map((_, n) => [n, Math.random()] as const));
      const order = [...tickets.keys()].sort((a, b) => tickets.get(a)! - tickets.get(b)!);
      for (let from = 0; from < order.length; from += batchSize) {
        const chosen = order.slice(from, from + batchSize);
        this.trainStep(
          chosen.map((n) => X[n]),
          chosen.map((n) => Y[n]),
          lr,
        );
      }
      const onTrain = this.forward(X).y;
      const onValid = this.forward(XVal).y;
      measures.trainLoss.push(this.computeLoss(Y, onTrain));
      measures.trainAccuracy.push(this.evaluate(Y, onTrain));
      measures.validLoss.push(this.computeLoss(YVal, onValid));
      measures.validAccuracy.push(this.evaluate(YVal, onValid));
    }
    return measures;
  }
}

export { TwoLayerNN, TwoLayerNN as default };
