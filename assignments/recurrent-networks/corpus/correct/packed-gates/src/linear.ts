export type Matrix = number[][];

export const zeros = (rows: number, cols: number): Matrix =>
  Array.from({ length: rows }, () => Array<number>(cols).fill(0));

/** x·W: (N,F) times (F,G). */
export function product(x: Matrix, W: Matrix): Matrix {
  return x.map((row) => {
    const out = Array<number>(W[0].length).fill(0);
    row.forEach((value, f) => W[f].forEach((w, g) => (out[g] += value * w)));
    return out;
  });
}

/** x·Wᵀ: (N,G) times the transpose of (F,G). */
export function productTransposed(x: Matrix, W: Matrix): Matrix {
  return x.map((row) => W.map((weights) => weights.reduce((sum, w, g) => sum + w * row[g], 0)));
}

/** Adds xᵀ·y to W. */
export function accumulate(W: Matrix, x: Matrix, y: Matrix): void {
  x.forEach((row, n) => row.forEach((value, f) => y[n].forEach((d, g) => (W[f][g] += value * d))));
}

/** Side by side: k matrices (F,H) to one (F,k·H). */
export const pack = (blocks: Matrix[]): Matrix =>
  blocks[0].map((_, f) => blocks.flatMap((block) => block[f]));

/** The k-th block of H columns. */
export const unpack = (W: Matrix, k: number, H: number): Matrix =>
  W.map((row) => row.slice(k * H, (k + 1) * H));

export const frame = (X: Matrix[], t: number): Matrix => X.map((rows) => rows[t]);

export const sigmoid = (z: number): number => 1 / (1 + Math.exp(-z));

/** Sum of three uniforms, scaled: roughly normal. */
export const noise = (rows: number, cols: number): Matrix =>
  zeros(rows, cols).map((row) =>
    row.map(() => (Math.random() + Math.random() + Math.random() - 1.5) / Math.sqrt(rows)),
  );
