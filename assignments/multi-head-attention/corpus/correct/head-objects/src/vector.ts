export type Vector = number[];
export type Matrix = Vector[];
export interface Linear {
  weight: Matrix;
  bias: Vector;
}

export const dot = (a: Vector, b: Vector): number => a.reduce((sum, value, i) => sum + value * b[i], 0);

/** Σₙ a[n]·b[n]ᵀ */
export const outer = (a: Matrix, b: Matrix): Matrix =>
  a[0].map((_, i) => b[0].map((_, j) => a.reduce((sum, row, n) => sum + row[i] * b[n][j], 0)));

export const add = (a: Matrix, b: Matrix): Matrix =>
  a.map((row, i) => row.map((value, j) => value + b[i][j]));
