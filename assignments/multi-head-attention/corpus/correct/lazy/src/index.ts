// Lazy throughout: results are objects with getters, params are drawn when first read, and the cache computes on demand.
// Unusual: forward itself does next to nothing, and whoever never reads `weights` or `output` never pays for them.

type Matrix = number[][];
type Linear = { weight: Matrix; bias: number[] };
type Params = { queryProj: Linear; keyProj: Linear; valueProj: Linear; outProj: Linear };

/** A value that is computed once, when it is first asked for. */
function lazy<V>(compute: () => V): () => V {
  let made: { value: V } | undefined;
  return () => (made ??= { value: compute() }).value;
}

const dot = (a: number[], b: number[]): number => a.reduce((sum, v, i) => sum + v * b[i], 0);
const transpose = (A: Matrix): Matrix => A[0].map((_, j) => A.map((row) => row[j]));
const matmul = (A: Matrix, B: Matrix): Matrix => {
  const columns = transpose(B);
  return A.map((row) => columns.map((column) => dot(row, column)));
};

class Attention {
  private readonly computeWeights: () => Matrix[][];
  private readonly computeOutput: () => Matrix[][];

  constructor(
    readonly Q: Matrix[][],
    readonly K: Matrix[][],
    readonly V: Matrix[][],
    mask?: boolean[][],
  ) {
    this.computeWeights = lazy(() =>
      Q.map((own, n) => own.map((queries, s) => queries.map((q, i) => Attention.row(q, K[n][s], mask?.[i])))),
    );
    this.computeOutput = lazy(() => this.weights.map((own, n) => own.map((A, s) => matmul(A, V[n][s]))));
  }

  private static row(q: number[], keys: Matrix, allowed: boolean[] | undefined): number[] {
    const penalty = keys.map((_, j) => (allowed?.[j] === false ? Infinity : 0));
    const scores = keys.map((key, j) => dot(q, key) / Math.sqrt(q.length) - penalty[j]);
    const top = Math.max(...scores);
    const total = scores.reduce((sum, score) => sum + Math.exp(score - top), 0);
    return scores.map((score) => Math.exp(score - top) / total);
  }

  get weights(): Matrix[][] {
    return this.computeWeights();
  }

  get output(): Matrix[][] {
    return this.computeOutput();
  }
}

/** It gives an instance of a class: `output` and `weights` are getters of its prototype. */
export function scaledDotProductAttention(
  Q: Matrix[][],
  K: Matrix[][],
  V: Matrix[][],
  mask?: boolean[][],
): Attention {
  return new Attention(Q, K, V, mask);
}

class Pass {
  readonly attention: () => Attention;
  readonly merged: () => Matrix[];
  private readonly result: () => Matrix[];

  constructor(
    readonly layer: CustomMultiHeadAttention,
    readonly x: Matrix[],
    readonly params: Params,
    mask: boolean[][] | undefined,
  ) {
    const heads = (linear: Linear): Matrix[][] => layer.splitHeads(Pass.apply(linear, x));
    this.attention = lazy(
      () => new Attention(heads(params.queryProj), heads(params.keyProj), heads(params.valueProj), mask),
    );
    this.merged = lazy(() => layer.mergeHeads(this.attention().output));
    this.result = lazy(() => Pass.apply(params.outProj, this.merged()));
  }

  static apply({ weight, bias }: Linear, x: Matrix[]): Matrix[] {
    return x.map((X) => X.map((token) => weight.map((w, o) => dot(w, token) + bias[o])));
  }

  get output(): Matrix[] {
    return this.result();
  }

  get weights(): Matrix[][] {
    return this.attention().weights;
  }

  get cache(): this {
    return this;
  }
}

export class CustomMultiHeadAttention {
  declare readonly headDim: number;
  declare readonly allHeadsDim: number;
  private drawn?: Params;

  constructor(
    readonly numHeads: number,
    private readonly modelDim: number,
  ) {
    const headDim = Math.floor(modelDim / numHeads);
    Object.defineProperty(this, "headDim", { get: () => headDim });
    Object.defineProperty(this, "allHeadsDim", { get: () => headDim * numHeads });
  }

  get params(): Params {
    const uniform = (bound: number) => (2 * Math.random() - 1) * bound;
    const linear = (outputs: number, inputs: number): Linear => ({
      weight: Array.from({ length: outputs }, () =>
        Array.from({ length: inputs }, () => uniform(inputs ** -0.5)),
      ),
      bias: Array.from({ length: outputs }, () => uniform(inputs ** -0.5)),
    });
    const [A, E] = [this.allHeadsDim, this.modelDim];
    return (this.drawn ??= {
      queryProj: linear(A, E),
      keyProj: linear(A, E),
      valueProj: linear(A, E),
      outProj: linear(E, A),
    });
  }

  set params(given: Params) {
    this.drawn = given;
  }

  splitHeads(x: Matrix[]): Matrix[][] {
    const { numHeads, headDim } = this;
    return x.map((X) => {
      const columns = transpose(X);
      return Array.from({ length: numHeads }, (_, s) =>
        transpose(columns.slice(s * headDim, s * headDim + headDim)),
      );
    });
  }

  mergeHeads(x: Matrix[][]): Matrix[] {
    return x.map((heads) => transpose(heads.map(transpose).flat()));
  }

  forward(x: Matrix[], mask?: boolean[][]): Pass {
    return new Pass(this, x, this.params, mask);
  }

  backward(dOutput: Matrix[], pass: Pass) {
    const { x, params } = pass;
    const { Q, K, V, weights } = pass.attention();
    const each = <A>(f: (n: number, s: number) => A): A[][] => Q.map((own, n) => own.map((_, s) => f(n, s)));
    const into = (d: Matrix[], { weight }: Linear): Matrix[] => d.map((D) => matmul(D, weight));
    const gradient = (d: Matrix[], input: Matrix[]): Linear => ({
      get weight() {
        return matmul(transpose(d.flat()), input.flat());
      },
      get bias() {
        return transpose(d.flat()).map((column) => column.reduce((a, b) => a + b));
      },
    });
    const dHeads = lazy(() => this.splitHeads(into(dOutput, params.outProj)));
    const dScores = lazy(() =>
      each((n, s) =>
        matmul(dHeads()[n][s], transpose(V[n][s])).map((row, i) => {
          const w = weights[n][s][i];
          return row.map((d, j) => (w[j] * (d - dot(row, w))) / Math.sqrt(this.headDim));
        }),
      ),
    );
    const dQ = lazy(() => this.mergeHeads(each((n, s) => matmul(dScores()[n][s], K[n][s]))));
    const dK = lazy(() => this.mergeHeads(each((n, s) => matmul(transpose(dScores()[n][s]), Q[n][s]))));
    const dV = lazy(() => this.mergeHeads(each((n, s) => matmul(transpose(weights[n][s]), dHeads()[n][s]))));
    return {
      get x() {
        const parts = [
          into(dQ(), params.queryProj),
          into(dK(), params.keyProj),
          into(dV(), params.valueProj),
        ];
        return x.map((X, n) =>
          X.map((row, t) => row.map((_, e) => parts.reduce((sum, part) => sum + part[n][t][e], 0))),
        );
      },
      get queryProj() {
        return gradient(dQ(), x);
      },
      get keyProj() {
        return gradient(dK(), x);
      },
      get valueProj() {
        return gradient(dV(), x);
      },
      get outProj() {
        return gradient(dOutput, pass.merged());
      },
    };
  }
}
