import { Matrix } from "./math/index.js";

/** The softmax of each row, over the entries that `mask` allows. */
export class Softmax {
  constructor(private readonly mask?: boolean[][]) {}

  private allows(i: number, j: number): boolean {
    return this.mask ? this.mask[i][j] : true;
  }

  forward(scores: Matrix): Matrix {
    const tops: number[] = [];
    const totals: number[] = [];
    for (let i = 0; i < scores.rows; i++) {
      let top = Number.NEGATIVE_INFINITY;
      for (let j = 0; j < scores.cols; j++) if (this.allows(i, j)) top = Math.max(top, scores.at(i, j));
      let total = 0;
      for (let j = 0; j < scores.cols; j++) if (this.allows(i, j)) total += Math.exp(scores.at(i, j) - top);
      tops.push(top);
      totals.push(total);
    }
    return new Matrix(scores.rows, scores.cols, (i, j) =>
      this.allows(i, j) ? Math.exp(scores.at(i, j) - tops[i]) / totals[i] : 0,
    );
  }

  /** Jᵀ·dy with the Jacobian written out, one row at a time: J[j][k] = w[j]·(δ[j,k] − w[k]). */
  backward(dy: Matrix, weights: Matrix): Matrix {
    return new Matrix(dy.rows, dy.cols, (i, j) => {
      let sum = 0;
      for (let k = 0; k < dy.cols; k++) {
        const jacobian = weights.at(i, k) * ((j === k ? 1 : 0) - weights.at(i, j));
        sum += jacobian * dy.at(i, k);
      }
      return sum;
    });
  }
}
