import { type Matrix, Model } from "./model";

type Options = { lr: number; epochs: number; batchSize: number };

const MEASURES = ["trainLoss", "trainAccuracy", "validLoss", "validAccuracy"] as const;
type History = Record<(typeof MEASURES)[number], number[]>;

export abstract class Classifier<Kept> extends Model<Kept> {
  override computeLoss(Y: Matrix, yHat: Matrix): number {
    return Y.map((row, n) => Math.log(yHat[n][row.indexOf(1)] + 1e-12)).reduce((a, b) => a - b, 0) / Y.length;
  }

  evaluate(Y: Matrix, yHat: Matrix): number {
    const label = (row: number[]): number => {
      let [at, top] = [-1, -Infinity];
      row.forEach((value, i) => {
        if (value > top) [at, top] = [i, value];
      });
      return at;
    };
    return (Y.reduce((hits, row, n) => hits + (label(row) === label(yHat[n]) ? 1 : 0), 0) / Y.length) * 100;
  }

  train(X: Matrix, Y: Matrix, XVal: Matrix, YVal: Matrix, options: Options): History {
    const history = Object.fromEntries(MEASURES.map((name) => [name, [] as number[]])) as History;
    for (let epoch = 0; epoch < options.epochs; epoch++) {
      for (const batch of this.batches(X.length, options.batchSize)) {
        this.trainStep(
          batch.map((i) => X[i]),
          batch.map((i) => Y[i]),
          options.lr,
        );
      }
      const yTrain = this.forward(X).y;
      const yValid = this.forward(XVal).y;
      history.trainLoss.push(this.computeLoss(Y, yTrain));
      history.validLoss.push(this.computeLoss(YVal, yValid));
      history.trainAccuracy.push(this.evaluate(Y, yTrain));
      history.validAccuracy.push(this.evaluate(YVal, yValid));
    }
    return history;
  }

  /** The indices below `count` in a random order, cut into batches; each is inserted at a random place. */
  private *batches(count: number, size: number): Generator<number[]> {
    const order: number[] = [];
    for (let i = 0; i < count; i++) order.splice(Math.floor(Math.random() * (i + 1)), 0, i);
    for (let start = 0; start < count; start += size) yield order.slice(start, start + size);
  }
}
