import type { Matrix } from "./types";
import { mapped } from "./math/matrix.js";

const TINY = 1e-10;

export class CrossEntropy {
  constructor(private readonly target: Matrix) {}

  value(y: Matrix): number {
    const perExample = y.map((row, n) => -Math.log(row.reduce((p, v, c) => p + v * this.target[n][c], TINY)));
    return perExample.reduce((a, b) => a + b, 0) / perExample.length;
  }

  /** With respect to the logits. */
  gradient(y: Matrix): Matrix {
    return mapped(y, (p, n, c) => (p - this.target[n][c]) / y.length);
  }
}
