export type Vec = number[];
export type Mat = number[][];
export type Ten = number[][][];

export const vec = (n: number): Vec => new Array<number>(n).fill(0);
export const mat = (n: number, m: number): Mat => Array.from({ length: n }, () => vec(m));
export const ten = (n: number, t: number, m: number): Ten => Array.from({ length: n }, () => mat(t, m));

/** Biases begin at 0, weights uniform. */
export const weights = (n: number, m: number): Mat =>
  mat(n, m).map((row) => row.map(() => (Math.random() * 2 - 1) * Math.sqrt(6 / (n + m))));

/** Σᵢ a[i]·M[i][j] */
export function column(a: Vec, M: Mat, j: number): number {
  let sum = 0;
  for (let i = 0; i < a.length; i += 1) sum += a[i] * M[i][j];
  return sum;
}

/** M + a·d at column j, and da + M·d. */
export function spread(M: Mat, dM: Mat, a: Vec, da: Vec, j: number, d: number): void {
  for (let i = 0; i < a.length; i += 1) {
    dM[i][j] += a[i] * d;
    da[i] += M[i][j] * d;
  }
}
