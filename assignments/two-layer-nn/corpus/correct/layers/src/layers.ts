import type { Matrix, Params } from "./model";

/** Takes the gradient at the output, notes those of the layer's parameters, gives the one at the input. */
export type Pull = (dOut: Matrix, gradients: Partial<Params>) => Matrix;

export abstract class Layer {
  abstract run(input: Matrix): { out: Matrix; pull: Pull };
}

export class Dense extends Layer {
  constructor(
    private readonly weightName: "W1" | "W2",
    private readonly biasName: "b1" | "b2",
    private readonly weight: Matrix,
    private readonly bias: number[],
  ) {
    super();
  }

  override run(input: Matrix): { out: Matrix; pull: Pull } {
    const { weight, bias } = this;
    const out = input.map((x) =>
      bias.map((b, j) => {
        let z = 0;
        for (let i = x.length; i-- > 0;) z += x[i] * weight[i][j];
        return z + b;
      }),
    );
    const pull: Pull = (dOut, gradients) => {
      gradients[this.weightName] = weight.map((row, i) =>
        row.map((_, j) => dOut.reduce((sum, d, n) => sum + input[n][i] * d[j], 0)),
      );
      gradients[this.biasName] = bias.map((_, j) => dOut.reduce((sum, d) => sum + d[j], 0));
      return dOut.map((d) => weight.map((row) => row.reduce((sum, w, j) => sum + w * d[j], 0)));
    };
    return { out, pull };
  }
}

/** A layer that works on one entry at a time and knows its slope from its output. */
export abstract class Elementwise extends Layer {
  protected abstract value(z: number): number;
  protected abstract slope(out: number): number;

  override run(input: Matrix): { out: Matrix; pull: Pull } {
    const out = input.map((row) => row.map((z) => this.value(z)));
    return { out, pull: (dOut) => dOut.map((row, n) => row.map((d, j) => d * this.slope(out[n][j]))) };
  }
}

export class Sigmoid extends Elementwise {
  protected override value(z: number): number {
    return 1 / (1 + Math.exp(-z));
  }

  protected override slope(out: number): number {
    return out * (1 - out);
  }
}

export class Softmax extends Layer {
  override run(input: Matrix): { out: Matrix; pull: Pull } {
    const out = input.map((row) => {
      const sorted = [...row].sort((a, b) => b - a);
      const exps = row.map((z) => Math.exp(z - sorted[0]));
      const total = exps.reduce((a, b) => a + b);
      return exps.map((e) => e / total);
    });
    // Run backwards together with the loss, where the two derivatives become one subtraction.
    return { out, pull: (dOut) => dOut };
  }
}
