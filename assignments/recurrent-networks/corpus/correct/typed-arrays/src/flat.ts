/** A row-major matrix in one flat buffer. */
export class Flat {
  readonly data: Float64Array;

  constructor(
    readonly rows: number,
    readonly cols: number,
    data?: Float64Array,
  ) {
    this.data = data ?? new Float64Array(rows * cols);
  }

  static of(rows: readonly ArrayLike<number>[], cols = rows[0].length): Flat {
    const flat = new Flat(rows.length, cols);
    rows.forEach((row, i) => flat.data.set(row, i * cols));
    return flat;
  }

  /** This times B; B is (cols, m). */
  times(B: Flat): Flat {
    const out = new Flat(this.rows, B.cols);
    for (let i = 0; i < this.rows; i++) {
      for (let k = 0; k < this.cols; k++) {
        const a = this.data[i * this.cols + k];
        for (let j = 0; j < B.cols; j++) out.data[i * B.cols + j] += a * B.data[k * B.cols + j];
      }
    }
    return out;
  }

  /** This times Bᵀ; B is (m, cols). */
  timesTransposed(B: Flat): Flat {
    const out = new Flat(this.rows, B.rows);
    for (let i = 0; i < this.rows; i++) {
      for (let j = 0; j < B.rows; j++) {
        let sum = 0;
        for (let k = 0; k < this.cols; k++) sum += this.data[i * this.cols + k] * B.data[j * B.cols + k];
        out.data[i * B.rows + j] = sum;
      }
    }
    return out;
  }

  /** Adds Aᵀ·B to this. */
  addOuter(A: Flat, B: Flat): void {
    for (let n = 0; n < A.rows; n++) {
      for (let i = 0; i < A.cols; i++) {
        const a = A.data[n * A.cols + i];
        for (let j = 0; j < B.cols; j++) this.data[i * this.cols + j] += a * B.data[n * B.cols + j];
      }
    }
  }

  add(other: Flat): this {
    for (let i = 0; i < this.data.length; i++) this.data[i] += other.data[i];
    return this;
  }

  addRow(row: ArrayLike<number>): this {
    for (let i = 0; i < this.data.length; i++) this.data[i] += row[i % this.cols];
    return this;
  }

  map(f: (value: number, at: number) => number): Flat {
    return new Flat(this.rows, this.cols, this.data.map(f));
  }

  row(i: number): Float64Array {
    return this.data.slice(i * this.cols, (i + 1) * this.cols);
  }

  toRows(): Float64Array[] {
    return Array.from({ length: this.rows }, (_, i) => this.row(i));
  }

  columnSums(): Float64Array {
    const sums = new Float64Array(this.cols);
    for (let i = 0; i < this.data.length; i++) sums[i % this.cols] += this.data[i];
    return sums;
  }
}

export type Rows = ArrayLike<number>[];
export type Sequence = Rows[];

/** (N,T,F) to T matrices (N,F). */
export function steps(X: Sequence): Flat[] {
  return X[0].map((_, t) => Flat.of(X.map((rows) => rows[t])));
}

/** T matrices (N,F) to (N,T,F). */
export function sequence(frames: Flat[]): Float64Array[][] {
  return Array.from({ length: frames[0].rows }, (_, n) => frames.map((frame) => frame.row(n)));
}

export function sigmoid(z: number): number {
  return 1 / (1 + Math.exp(-z));
}

/** Uniform weights, as rows of Float64Array. */
export function uniform(rows: number, cols: number): Float64Array[] {
  const bound = Math.sqrt(3 / (rows + cols));
  return Array.from({ length: rows }, () =>
    new Float64Array(cols).map(() => bound * (2 * Math.random() - 1)),
  );
}
