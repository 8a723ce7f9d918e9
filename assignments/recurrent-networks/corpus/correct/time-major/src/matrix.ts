export type Rows = number[][];

/** A matrix of numbers with the handful of operations that a recurrent network needs. */
export class Matrix {
  constructor(readonly rows: Rows) {}

  static zeros(rows: number, cols: number): Matrix {
    return new Matrix(Array.from({ length: rows }, () => new Array<number>(cols).fill(0)));
  }

  static random(rows: number, cols: number): Matrix {
    const scale = Math.sqrt(6 / (rows + cols));
    return Matrix.zeros(rows, cols).map(() => scale * (2 * Math.random() - 1));
  }

  /** Matrices of equal width, one below the other. */
  static stack(parts: Matrix[]): Matrix {
    return new Matrix(parts.flatMap((part) => part.rows));
  }

  /** The opposite of stack: `count` matrices of equal height. */
  split(count: number): Matrix[] {
    const height = this.rows.length / count;
    return Array.from({ length: count }, (_, k) => new Matrix(this.rows.slice(k * height, (k + 1) * height)));
  }

  get T(): Matrix {
    return new Matrix(this.rows[0].map((_, j) => this.rows.map((row) => row[j])));
  }

  map(f: (value: number) => number): Matrix {
    return new Matrix(this.rows.map((row) => row.map(f)));
  }

  with(other: Matrix, f: (a: number, b: number) => number): Matrix {
    return new Matrix(this.rows.map((row, i) => row.map((value, j) => f(value, other.rows[i][j]))));
  }

  plus(other: Matrix): Matrix {
    return this.with(other, (a, b) => a + b);
  }

  times(other: Matrix): Matrix {
    return this.with(other, (a, b) => a * b);
  }

  plusRow(row: number[]): Matrix {
    return new Matrix(this.rows.map((values) => values.map((value, j) => value + row[j])));
  }

  dot(other: Matrix): Matrix {
    const columns = other.T.rows;
    return new Matrix(
      this.rows.map((row) =>
        columns.map((column) => {
          let sum = 0;
          for (let k = 0; k < row.length; k++) sum += row[k] * column[k];
          return sum;
        }),
      ),
    );
  }

  columnSums(): number[] {
    return this.rows.reduce((sums, row) => sums.map((sum, j) => sum + row[j]));
  }
}

/** (N,T,F) becomes T matrices (N,F). */
export function toTimeMajor(X: number[][][]): Matrix[] {
  return X[0].map((_, t) => new Matrix(X.map((rows) => rows[t].slice())));
}

/** T matrices (N,F) become (N,T,F). */
export function toBatchFirst(frames: Matrix[]): number[][][] {
  return frames[0].rows.map((_, n) => frames.map((frame) => frame.rows[n].slice()));
}
