import type { Matrix, Vector } from "./types";

/** One (in,out) weight matrix and the sum of its gradients. */
export class LinearMap {
  constructor(
    readonly weight: Matrix,
    readonly grad: Matrix = weight.map((row) => row.map(() => 0)),
  ) {}

  apply(x: Vector): Vector {
    const y = new Array<number>(this.weight[0].length).fill(0);
    for (const [i, row] of this.weight.entries()) {
      for (const [j, w] of row.entries()) y[j] += x[i] * w;
    }
    return y;
  }

  /** Takes note of the gradient, and gives that of x. */
  pull(x: Vector, dy: Vector): Vector {
    return this.weight.map((row, i) => {
      let dx = 0;
      for (const [j, w] of row.entries()) {
        this.grad[i][j] += x[i] * dy[j];
        dx += w * dy[j];
      }
      return dx;
    });
  }
}
