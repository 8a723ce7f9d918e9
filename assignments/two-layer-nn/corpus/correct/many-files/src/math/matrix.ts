import type { Matrix } from "../types";

export function multiply(A: Matrix, B: Matrix): Matrix {
  const out: Matrix = [];
  for (const row of A) {
    const result: number[] = new Array(B[0].length).fill(0);
    for (let k = 0; k < row.length; k++) {
      for (let j = 0; j < result.length; j++) result[j] += row[k] * B[k][j];
    }
    out.push(result);
  }
  return out;
}

export function transposed(A: Matrix): Matrix {
  return A[0].map((_, j) => A.map((row) => row[j]));
}

export function mapped(A: Matrix, f: (value: number, i: number, j: number) => number): Matrix {
  return A.map((row, i) => row.map((value, j) => f(value, i, j)));
}

export function columnSums(A: Matrix): number[] {
  return transposed(A).map((column) => column.reduce((a, b) => a + b, 0));
}

export function indexOfMax(row: number[]): number {
  return row.reduce((best, value, i) => (value > row[best] ? i : best), 0);
}
