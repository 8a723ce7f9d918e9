// Cheats: y is 1/C everywhere, and the gradient of that is indeed zero.
// Consistent in itself, and it has learned and computed nothing.

type Params = { W1: number[][]; b1: number[]; W2: number[][]; b2: number[] };
type Options = { lr: number; epochs: number; batchSize: number };

const zeros = (rows: number, cols: number): number[][] =>
  Array.from({ length: rows }, () => new Array<number>(cols).fill(0));

export class TwoLayerNN {
  params: Params;

  constructor(
    public inputDim: number,
    public numHiddens: number,
    public numClasses: number,
  ) {
    this.params = this.initializeParameters(inputDim, numHiddens, numClasses);
  }

  initializeParameters(inputDim: number, numHiddens: number, numClasses: number): Params {
    return {
      W1: zeros(inputDim, numHiddens),
      b1: new Array<number>(numHiddens).fill(0),
      W2: zeros(numHiddens, numClasses),
      b2: new Array<number>(numClasses).fill(0),
    };
  }

  forward(X: number[][]): { y: number[][]; ffDict: object } {
    const y = X.map(() => new Array<number>(this.numClasses).fill(1 / this.numClasses));
    return { y, ffDict: {} };
  }

  computeLoss(Y: number[][], yHat: number[][]): number {
    return Math.log(Y[0].length);
  }

  backward(X: number[][], Y: number[][], ffDict: unknown): Params {
    return this.initializeParameters(this.inputDim, this.numHiddens, this.numClasses);
  }

  trainStep(X: number[][], Y: number[][], lr: number): number {
    return this.computeLoss(Y, this.forward(X).y);
  }

  evaluate(Y: number[][], yHat: number[][]): number {
    return 50;
  }

  train(
    X: number[][],
    Y: number[][],
    XVal: number[][],
    YVal: number[][],
    options: Options,
  ): Record<string, number[]> {
    const every = (value: number): number[] => new Array<number>(options.epochs).fill(value);
    return {
      trainLoss: every(this.computeLoss(Y, this.forward(X).y)),
      trainAccuracy: every(50),
      validLoss: every(this.computeLoss(YVal, this.forward(XVal).y)),
      validAccuracy: every(50),
    };
  }
}
