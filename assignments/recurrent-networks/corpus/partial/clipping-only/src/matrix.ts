import type { Matrix, Sequence } from "./types";

/** A (rows,cols) matrix of zeros. */
export function zeros(rows: number, cols: number): Matrix {
  return Array.from({ length: rows }, () => new Array<number>(cols).fill(0));
}

/** A (rows,cols) matrix of random numbers between −bound and bound. */
export function uniform(rows: number, cols: number, bound: number): Matrix {
  return zeros(rows, cols).map((row) => row.map(() => bound * (2 * Math.random() - 1)));
}

/** The matrix product: A (n,k) and B (k,m) give (n,m). */
export function matmul(A: Matrix, B: Matrix): Matrix {
  const product = zeros(A.length, B[0].length);
  for (let i = 0; i < A.length; i++) {
    for (let k = 0; k < B.length; k++) {
      for (let j = 0; j < B[0].length; j++) {
        product[i][j] += A[i][k] * B[k][j];
      }
    }
  }
  return product;
}

/** Rows become columns: A (n,m) gives (m,n). */
export function transpose(A: Matrix): Matrix {
  return A[0].map((_, j) => A.map((row) => row[j]));
}

/** What all examples of X (N,T,D) have at step t: (N,D). */
export function atStep(X: Sequence, t: number): Matrix {
  return X.map((rows) => rows[t]);
}
