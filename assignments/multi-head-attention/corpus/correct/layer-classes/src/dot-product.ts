import { Matrix } from "./math";
import { Softmax } from "./softmax.js";

/** The attention of one head of one example, which remembers what it saw. */
export class DotProduct {
  readonly weights: Matrix;
  readonly output: Matrix;
  private readonly softmax: Softmax;

  constructor(
    private readonly Q: Matrix,
    private readonly K: Matrix,
    private readonly V: Matrix,
    mask?: boolean[][],
  ) {
    this.softmax = new Softmax(mask);
    this.weights = this.softmax.forward(Q.times(K.transposed).scaled(this.scale));
    this.output = this.weights.times(V);
  }

  private get scale(): number {
    return 1 / Math.sqrt(this.Q.cols);
  }

  backward(dOutput: Matrix): { Q: Matrix; K: Matrix; V: Matrix } {
    const dScores = this.softmax.backward(dOutput.times(this.V.transposed), this.weights).scaled(this.scale);
    return {
      Q: dScores.times(this.K),
      K: dScores.transposed.times(this.Q),
      V: this.weights.transposed.times(dOutput),
    };
  }
}
