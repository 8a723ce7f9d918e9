import { drawn } from "../math/random";
import type { TwoLayerNN } from "../network";
import type { Matrix, Options } from "../types";

export interface History {
  trainLoss: number[];
  trainAccuracy: number[];
  validLoss: number[];
  validAccuracy: number[];
}

interface Data {
  X: Matrix;
  Y: Matrix;
}

export class Trainer {
  constructor(
    private readonly network: TwoLayerNN,
    private readonly options: Options,
  ) {}

  run(train: Data, valid: Data): History {
    const history: History = { trainLoss: [], trainAccuracy: [], validLoss: [], validAccuracy: [] };
    for (let epoch = 1; epoch <= this.options.epochs; epoch++) {
      this.epoch(train);
      const [trainLoss, trainAccuracy] = this.measure(train);
      const [validLoss, validAccuracy] = this.measure(valid);
      history.trainLoss.push(trainLoss);
      history.trainAccuracy.push(trainAccuracy);
      history.validLoss.push(validLoss);
      history.validAccuracy.push(validAccuracy);
    }
    return history;
  }

  private epoch({ X, Y }: Data): void {
    const pairs = drawn(X.map((x, n) => ({ x, t: Y[n] })));
    while (pairs.length > 0) {
      const batch = pairs.splice(0, this.options.batchSize);
      this.network.trainStep(
        batch.map(({ x }) => x),
        batch.map(({ t }) => t),
        this.options.lr,
      );
    }
  }

  private measure({ X, Y }: Data): [loss: number, accuracy: number] {
    const { y } = this.network.forward(X);
    return [this.network.computeLoss(Y, y), this.network.evaluate(Y, y)];
  }
}
