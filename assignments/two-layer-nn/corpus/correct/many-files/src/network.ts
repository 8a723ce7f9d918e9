import { columnSums, indexOfMax, mapped, multiply, normalMatrix, sigmoid, softmax, transposed } from "./math";
import { CrossEntropy } from "./cross-entropy";
import { Kept, Layer } from "./layer.js";
import { Trainer, type History } from "./training/trainer.js";
import type { Matrix, Options, Params } from "./types.ts";

export type FfDict = Record<Kept, Matrix>;

export class TwoLayerNN {
  public params: Params;

  constructor(
    public readonly inputDim: number,
    public readonly numHiddens: number,
    public readonly numClasses: number,
  ) {
    this.params = this.initializeParameters(inputDim, numHiddens, numClasses);
  }

  initializeParameters(inputDim: number, numHiddens: number, numClasses: number): Params {
    const weights = (fanIn: number, fanOut: number): Matrix =>
      normalMatrix(fanIn, fanOut, Math.sqrt(2 / (fanIn + fanOut)));
    return {
      [`W${Layer.Hidden}` as const]: weights(inputDim, numHiddens),
      [`b${Layer.Hidden}` as const]: new Array<number>(numHiddens).fill(0),
      [`W${Layer.Output}` as const]: weights(numHiddens, numClasses),
      [`b${Layer.Output}` as const]: new Array<number>(numClasses).fill(0),
    } as Params;
  }

  private affine(X: Matrix, layer: Layer): Matrix {
    return mapped(multiply(X, this.params[`W${layer}`]), (z, _, j) => z + this.params[`b${layer}`][j]);
  }

  forward(X: Matrix): { y: Matrix; ffDict: FfDict } {
    const hidden = mapped(this.affine(X, Layer.Hidden), sigmoid);
    const y = this.affine(hidden, Layer.Output).map(softmax);
    return { y, ffDict: { [Kept.Hidden]: hidden, [Kept.Output]: y } };
  }

  computeLoss(Y: Matrix, yHat: Matrix): number {
    return new CrossEntropy(Y).value(yHat);
  }

  backward(X: Matrix, Y: Matrix, ffDict: FfDict): Params {
    const hidden = ffDict[Kept.Hidden];
    const dLogits = new CrossEntropy(Y).gradient(ffDict[Kept.Output]);
    const dHidden = multiply(dLogits, transposed(this.params.W2));
    const dZ1 = mapped(dHidden, (d, n, j) => d * hidden[n][j] * (1 - hidden[n][j]));
    return {
      W1: multiply(transposed(X), dZ1),
      b1: columnSums(dZ1),
      W2: multiply(transposed(hidden), dLogits),
      b2: columnSums(dLogits),
    };
  }

  trainStep(X: Matrix, Y: Matrix, lr: number): number {
    const { y, ffDict } = this.forward(X);
    const { W1, b1, W2, b2 } = this.backward(X, Y, ffDict);
    this.params = {
      W1: mapped(this.params.W1, (w, i, j) => w - lr * W1[i][j]),
      b1: this.params.b1.map((b, i) => b - lr * b1[i]),
      W2: mapped(this.params.W2, (w, i, j) => w - lr * W2[i][j]),
      b2: this.params.b2.map((b, i) => b - lr * b2[i]),
    };
    return this.computeLoss(Y, y);
  }

  evaluate(Y: Matrix, yHat: Matrix): number {
    const right = Y.filter((row, n) => indexOfMax(row) === indexOfMax(yHat[n]));
    return (right.length / Y.length) * 100;
  }

  train(X: Matrix, Y: Matrix, XVal: Matrix, YVal: Matrix, options: Options): History {
    return new Trainer(this, options).run({ X, Y }, { X: XVal, Y: YVal });
  }
}
