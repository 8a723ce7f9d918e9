import { sameShape, showShape, sizeOf } from "./shape.js";

/** What a tensor is made of; tensors that came over a pipe look like this. */
export interface TensorData {
  readonly shape: readonly number[];
  readonly data: Float64Array;
}

/**
 * Numbers in a box of any rank: `data` holds the product of `shape`'s dimensions, row-major, float64.
 *
 * Operations give a new tensor and leave their arguments as they were. Only what the models need is here;
 * `(n, m)` in a comment means a matrix of n rows and m columns, `(m)` a vector.
 */
export class Tensor implements TensorData {
  readonly shape: readonly number[];
  readonly data: Float64Array;

  private constructor(shape: readonly number[], data: Float64Array) {
    this.shape = shape;
    this.data = data;
  }

  /**
   * A tensor full of zeros.
   *
   * @throws RangeError when a dimension is no whole number from 0 up.
   */
  static zeros(shape: readonly number[]): Tensor {
    return new Tensor([...shape], new Float64Array(sizeOf(shape)));
  }

  /**
   * A tensor of `shape` with a copy of `numbers`, row-major.
   *
   * @throws RangeError when there are more or fewer numbers than `shape` has room for.
   */
  static of(shape: readonly number[], numbers: ArrayLike<number>): Tensor {
    if (numbers.length !== sizeOf(shape)) {
      throw new RangeError(`${numbers.length} numbers do not fill the shape ${showShape(shape)}`);
    }
    return new Tensor([...shape], Float64Array.from(numbers));
  }

  /** A tensor `()` of one number. */
  static scalar(number: number): Tensor {
    return Tensor.of([], [number]);
  }

  /** A tensor with a copy of the numbers of `{ shape, data }`. */
  static from(tensor: TensorData): Tensor {
    return Tensor.of(tensor.shape, tensor.data);
  }

  /**
   * The matrix `(n, m)` of n rows with m numbers each; `(0, 0)` for no rows.
   *
   * @throws RangeError when the rows are not equally long.
   */
  static fromRows(rows: readonly (readonly number[])[]): Tensor {
    const columns = rows[0]?.length ?? 0;
    if (rows.some((row) => row.length !== columns)) throw new RangeError("the rows are not equally long");
    return Tensor.of([rows.length, columns], rows.flat());
  }

  /** The vector `(m)` of m numbers. */
  static vector(numbers: ArrayLike<number>): Tensor {
    return Tensor.of([numbers.length], numbers);
  }

  /** The first dimension: the number of rows of a matrix, the length of a vector; 1 for a scalar. */
  get rows(): number {
    return this.shape[0] ?? 1;
  }

  /** The last dimension: the number of columns of a matrix, the length of a vector; 1 for a scalar. */
  get columns(): number {
    return this.shape[this.shape.length - 1] ?? 1;
  }

  /**
   * One number, by one index per axis.
   *
   * @throws RangeError when there are too few or too many indices, or one leads outside.
   */
  at(...index: readonly number[]): number {
    let offset = 0;
    this.shape.forEach((dimension, axis) => {
      const i = index[axis] ?? Number.NaN;
      offset = i >= 0 && i < dimension ? offset * dimension + i : Number.NaN;
    });
    const value = index.length === this.shape.length ? this.data[offset] : undefined;
    if (value === undefined)
      throw new RangeError(`no entry [${index.join(", ")}] in ${showShape(this.shape)}`);
    return value;
  }

  /** The rows of a matrix `(n, m)` as nested arrays. */
  toRows(): number[][] {
    const { rows, columns } = this.matrix("toRows");
    return Array.from({ length: rows }, (_, row) => [
      ...this.data.subarray(row * columns, (row + 1) * columns),
    ]);
  }

  /** The same numbers in another shape of the same size. */
  reshape(shape: readonly number[]): Tensor {
    return Tensor.of(shape, this.data);
  }

  /** A tensor of the same shape with `change` applied to every number. */
  map(change: (value: number, offset: number) => number): Tensor {
    return new Tensor(this.shape, this.data.map(change));
  }

  /** Entry by entry `this + other`, both of the same shape. */
  plus(other: Tensor): Tensor {
    return this.zip(other, (a, b) => a + b);
  }

  /** Entry by entry `this − other`, both of the same shape. */
  minus(other: Tensor): Tensor {
    return this.zip(other, (a, b) => a - b);
  }

  /** Entry by entry `this · other`, both of the same shape (Hadamard product). */
  times(other: Tensor): Tensor {
    return this.zip(other, (a, b) => a * b);
  }

  /** Every number times `factor`. */
  scale(factor: number): Tensor {
    return this.map((value) => value * factor);
  }

  /**
   * The matrix product: `(n, k)` times `(k, m)` is `(n, m)`.
   *
   * @throws RangeError when the inner dimensions differ or one of the two is no matrix.
   */
  matmul(other: Tensor): Tensor {
    const { rows: n, columns: k } = this.matrix("matmul");
    const { rows: inner, columns: m } = other.matrix("matmul");
    if (k !== inner) {
      throw new RangeError(`matmul: ${showShape(this.shape)} and ${showShape(other.shape)} do not fit`);
    }
    const product = Tensor.zeros([n, m]);
    for (let i = 0; i < n; i++) {
      for (let l = 0; l < k; l++) {
        const left = this.data[i * k + l] ?? 0;
        for (let j = 0; j < m; j++) {
          const offset = i * m + j;
          product.data[offset] = (product.data[offset] ?? 0) + left * (other.data[l * m + j] ?? 0);
        }
      }
    }
    return product;
  }

  /** The matrix `(m, n)` of a matrix `(n, m)`. */
  transpose(): Tensor {
    const { rows: n, columns: m } = this.matrix("transpose");
    const flipped = Tensor.zeros([m, n]);
    return flipped.map((_, offset) => this.data[(offset % n) * m + Math.floor(offset / n)] ?? 0);
  }

  /**
   * The vector `(m)` added to every row of this matrix `(n, m)`.
   *
   * @throws RangeError when the lengths differ.
   */
  addRow(vector: Tensor): Tensor {
    const { columns } = this.matrix("addRow");
    if (!sameShape(vector.shape, [columns])) {
      throw new RangeError(`addRow: ${showShape(vector.shape)} is no row of ${showShape(this.shape)}`);
    }
    return this.map((value, offset) => value + (vector.data[offset % columns] ?? 0));
  }

  /** The sum of all rows of a matrix `(n, m)`: a vector `(m)`. */
  sumRows(): Tensor {
    const { columns } = this.matrix("sumRows");
    const sums = Tensor.zeros([columns]);
    this.data.forEach((value, offset) => {
      sums.data[offset % columns] = (sums.data[offset % columns] ?? 0) + value;
    });
    return sums;
  }

  /**
   * The rows of a matrix `(n, m)` that `indices` name, in that order: `(indices.length, m)`.
   *
   * @throws RangeError when an index leads outside.
   */
  takeRows(indices: readonly number[]): Tensor {
    const { columns } = this.matrix("takeRows");
    const taken = Tensor.zeros([indices.length, columns]);
    indices.forEach((row, i) => {
      if (!Number.isInteger(row) || row < 0 || row >= this.rows) throw new RangeError(`no row ${row}`);
      taken.data.set(this.data.subarray(row * columns, (row + 1) * columns), i * columns);
    });
    return taken;
  }

  /** For every row of a matrix `(n, m)` the column of its largest number, the first of equals. */
  argmaxRows(): number[] {
    return this.toRows().map((row) =>
      row.reduce((best, value, i) => (value > (row[best] ?? 0) ? i : best), 0),
    );
  }

  /** The largest absolute value, `‖·‖∞`; 0 where there is no number, NaN where one is NaN. */
  maxAbs(): number {
    return this.data.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);
  }

  /** The sum of all numbers. */
  sum(): number {
    return this.data.reduce((total, value) => total + value, 0);
  }

  private zip(other: Tensor, combine: (a: number, b: number) => number): Tensor {
    if (!sameShape(this.shape, other.shape)) {
      throw new RangeError(`${showShape(this.shape)} and ${showShape(other.shape)} are different shapes`);
    }
    return this.map((value, offset) => combine(value, other.data[offset] ?? 0));
  }

  private matrix(operation: string): { rows: number; columns: number } {
    if (this.shape.length !== 2) {
      throw new RangeError(`${operation}: ${showShape(this.shape)} is no matrix`);
    }
    return { rows: this.rows, columns: this.columns };
  }
}
