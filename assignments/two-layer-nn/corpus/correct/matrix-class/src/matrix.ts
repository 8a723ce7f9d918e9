/** The operations that matrix arithmetic needs of its entries. */
export interface Field<T> {
  readonly zero: T;
  add(a: T, b: T): T;
  subtract(a: T, b: T): T;
  multiply(a: T, b: T): T;
  greater(a: T, b: T): boolean;
}

export const reals: Field<number> = {
  zero: 0,
  add: (a, b) => a + b,
  subtract: (a, b) => a - b,
  multiply: (a, b) => a * b,
  greater: (a, b) => a > b,
};

export class Matrix<T> {
  constructor(
    private readonly field: Field<T>,
    public readonly rows: T[][],
  ) {}

  static generate<T>(
    field: Field<T>,
    rows: number,
    cols: number,
    entry: (i: number, j: number) => T,
  ): Matrix<T> {
    const out: T[][] = [];
    for (let i = 0; i < rows; i++) {
      out.push(Array.from({ length: cols }, (_, j) => entry(i, j)));
    }
    return new Matrix(field, out);
  }

  get height(): number {
    return this.rows.length;
  }

  get width(): number {
    return this.rows[0].length;
  }

  times(other: Matrix<T>): Matrix<T> {
    return this.fresh(this.height, other.width, (i, j) =>
      this.rows[i].reduce(
        (sum, value, k) => this.field.add(sum, this.field.multiply(value, other.rows[k][j])),
        this.field.zero,
      ),
    );
  }

  transpose(): Matrix<T> {
    return this.fresh(this.width, this.height, (i, j) => this.rows[j][i]);
  }

  plusRow(row: T[]): Matrix<T> {
    return this.map((value, _, j) => this.field.add(value, row[j]));
  }

  minus(other: Matrix<T>): Matrix<T> {
    return this.map((value, i, j) => this.field.subtract(value, other.rows[i][j]));
  }

  hadamard(other: Matrix<T>): Matrix<T> {
    return this.map((value, i, j) => this.field.multiply(value, other.rows[i][j]));
  }

  scaled(factor: T): Matrix<T> {
    return this.map((value) => this.field.multiply(value, factor));
  }

  map(change: (value: T, i: number, j: number) => T): Matrix<T> {
    return this.fresh(this.height, this.width, (i, j) => change(this.rows[i][j], i, j));
  }

  total(): T {
    return this.rows.flat().reduce((a, b) => this.field.add(a, b), this.field.zero);
  }

  columnTotals(): T[] {
    return this.transpose().rows.map((column) =>
      column.reduce((a, b) => this.field.add(a, b), this.field.zero),
    );
  }

  argmaxOfRows(): number[] {
    return this.rows.map((row) =>
      row.reduce((best, value, i) => (this.field.greater(value, row[best]) ? i : best), 0),
    );
  }

  private fresh(rows: number, cols: number, entry: (i: number, j: number) => T): Matrix<T> {
    return Matrix.generate(this.field, rows, cols, entry);
  }
}
