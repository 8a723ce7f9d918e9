// Every method catches whatever goes wrong inside it and returns zeros of the right shape.
// And something does go wrong inside each: they call a function that does not exist.

type Params = { W1: number[][]; b1: number[]; W2: number[][]; b2: number[] };

declare function solve(...given: unknown[]): never;

const zeros = (rows: number, cols: number): number[][] =>
  Array.from({ length: rows }, () => new Array<number>(cols).fill(0));

function attempt<T>(work: () => T, fallback: T): T {
  try {
    return work();
  } catch {
    return fallback;
  }
}

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
    return attempt(() => solve("parameters"), {
      W1: zeros(inputDim, numHiddens),
      b1: zeros(1, numHiddens)[0],
      W2: zeros(numHiddens, numClasses),
      b2: zeros(1, numClasses)[0],
    });
  }

  forward(X: number[][]): { y: number[][]; ffDict: object } {
    return attempt(() => solve("forward", X), { y: zeros(X.length, this.numClasses), ffDict: {} });
  }

  computeLoss(Y: number[][], yHat: number[][]): number {
    return attempt(() => solve("loss", Y, yHat), 0);
  }

  backward(X: number[][], Y: number[][], ffDict: object): Params {
    return attempt(
      () => solve("gradient", X, Y, ffDict),
      this.initializeParameters(this.inputDim, this.numHiddens, this.numClasses),
    );
  }

  trainStep(X: number[][], Y: number[][], lr: number): number {
    return attempt(() => solve("step", X, Y, lr), 0);
  }

  evaluate(Y: number[][], yHat: number[][]): number {
    return attempt(() => solve("accuracy", Y, yHat), 0);
  }

  train(...given: [...data: number[][][], options: { epochs: number }]): Record<string, number[]> {
    const nothing = new Array<number>((given[4] as { epochs: number }).epochs).fill(0);
    return attempt(() => solve("history", ...given), {
      trainLoss: nothing,
      trainAccuracy: nothing,
      validLoss: nothing,
      validAccuracy: nothing,
    });
  }
}
