/** A matrix that never changes once it is made. */
export class Matrix {
  static from(rows: ArrayLike<ArrayLike<number>>): Matrix {
    return new Matrix(rows.length, rows[0].length, (i, j) => rows[i][j]);
  }

  private readonly values: number[][] = [];

  constructor(
    readonly rows: number,
    readonly cols: number,
    entry: (i: number, j: number) => number,
  ) {
    for (let i = 0; i < rows; i++) {
      const row: number[] = [];
      for (let j = 0; j < cols; j++) row.push(entry(i, j));
      this.values.push(row);
    }
  }

  at(i: number, j: number): number {
    return this.values[i][j];
  }

  get transposed(): Matrix {
    return new Matrix(this.cols, this.rows, (i, j) => this.at(j, i));
  }

  times(other: Matrix): Matrix {
    return new Matrix(this.rows, other.cols, (i, j) => {
      let sum = 0;
      for (let k = 0; k < this.cols; k++) sum += this.at(i, k) * other.at(k, j);
      return sum;
    });
  }

  plus(other: Matrix): Matrix {
    return new Matrix(this.rows, this.cols, (i, j) => this.at(i, j) + other.at(i, j));
  }

  scaled(factor: number): Matrix {
    return new Matrix(this.rows, this.cols, (i, j) => factor * this.at(i, j));
  }

  /** `count` columns from `start` on. */
  columns(start: number, count: number): Matrix {
    return new Matrix(this.rows, count, (i, j) => this.at(i, start + j));
  }

  static beside(parts: Matrix[]): Matrix {
    const width = parts[0].cols;
    return new Matrix(parts[0].rows, width * parts.length, (i, j) =>
      parts[Math.floor(j / width)].at(i, j % width),
    );
  }

  get columnSums(): number[] {
    return this.transposed.values.map((column) => column.reduce((a, b) => a + b, 0));
  }

  toArray(): number[][] {
    return this.values.map((row) => [...row]);
  }
}
