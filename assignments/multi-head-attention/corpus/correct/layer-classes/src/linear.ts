import { Matrix } from "./math";

export interface LinearParams {
  weight: number[][];
  bias: number[];
}

export class Linear {
  private readonly weight: Matrix;

  constructor(private readonly params: LinearParams) {
    this.weight = Matrix.from(params.weight);
  }

  forward(x: Matrix): Matrix {
    const product = x.times(this.weight.transposed);
    return new Matrix(product.rows, product.cols, (i, j) => product.at(i, j) + this.params.bias[j]);
  }

  backward(dy: Matrix, x: Matrix): { dx: Matrix; weight: Matrix; bias: number[] } {
    return { dx: dy.times(this.weight), weight: dy.transposed.times(x), bias: dy.columnSums };
  }

  static random(inputs: number, outputs: number): LinearParams {
    const range = Math.sqrt(6 / (inputs + outputs));
    const weight = new Matrix(outputs, inputs, () => (2 * Math.random() - 1) * range).toArray();
    return { weight, bias: new Array(outputs).fill(0) };
  }
}
