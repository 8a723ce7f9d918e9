// Everything inside is a flat Float64Array with its sizes beside it, and offsets are counted by hand.
// Unusual: the innermost rows of all results are Float64Arrays, and params start as arrays of typed arrays.

type Row = ArrayLike<number>;
type Rows = ArrayLike<Row>;
type Linear = { weight: Rows; bias: Row };
type Names = "queryProj" | "keyProj" | "valueProj" | "outProj";
type Params = Record<Names, Linear>;

/** Numbers of `rows` rows, one behind the other. */
interface Flat {
  data: Float64Array;
  rows: number;
  cols: number;
}

const flat = (rows: number, cols: number): Flat => ({ data: new Float64Array(rows * cols), rows, cols });

function flatten(nested: unknown, into: Float64Array, at = 0): number {
  const row = nested as ArrayLike<unknown>;
  if (typeof row[0] === "number") {
    into.set(row as ArrayLike<number>, at);
    return at + row.length;
  }
  for (let i = 0; i < row.length; i++) at = flatten(row[i], into, at);
  return at;
}

/** Nested arrays of this shape, whose innermost rows are copies of stretches of `data`. */
function nest(data: Float64Array, shape: number[], at = 0): any {
  if (shape.length === 1) return data.slice(at, at + shape[0]);
  const inner = shape.slice(1);
  const stride = inner.reduce((a, b) => a * b, 1);
  return Array.from({ length: shape[0] }, (_, i) => nest(data, inner, at + i * stride));
}

/** C += scale·A·B, with each operand's rows and columns a stride apart: one loop for all three kinds of product. */
function gemm(
  [m, n, k]: [number, number, number],
  scale: number,
  A: Float64Array,
  a0: number,
  aRow: number,
  aCol: number,
  B: Float64Array,
  b0: number,
  bRow: number,
  bCol: number,
  C: Float64Array,
  c0: number,
  cRow: number,
): void {
  for (let i = 0; i < m; i++)
    for (let l = 0; l < k; l++) {
      const a = scale * A[a0 + i * aRow + l * aCol];
      for (let j = 0; j < n; j++) C[c0 + i * cRow + j] += a * B[b0 + l * bRow + j * bCol];
    }
}

interface Sizes {
  N: number;
  S: number;
  Tq: number;
  Tk: number;
  P: number;
  Pv: number;
}

function attend(Q: Float64Array, K: Float64Array, V: Float64Array, z: Sizes, mask?: boolean[][]) {
  const { N, S, Tq, Tk, P, Pv } = z;
  const weights = new Float64Array(N * S * Tq * Tk);
  const output = new Float64Array(N * S * Tq * Pv);
  for (let h = 0; h < N * S; h++) {
    const w0 = h * Tq * Tk;
    gemm([Tq, Tk, P], 1 / Math.sqrt(P), Q, h * Tq * P, P, 1, K, h * Tk * P, 1, P, weights, w0, Tk);
    for (let i = 0; i < Tq; i++) {
      const row = weights.subarray(w0 + i * Tk, w0 + (i + 1) * Tk);
      if (mask) for (let j = 0; j < Tk; j++) if (!mask[i][j]) row[j] = -Infinity;
      let max = -Infinity;
      for (let j = 0; j < Tk; j++) if (row[j] > max) max = row[j];
      let sum = 0;
      for (let j = 0; j < Tk; j++) sum += row[j] = Math.exp(row[j] - max);
      for (let j = 0; j < Tk; j++) row[j] /= sum;
    }
    gemm([Tq, Pv, Tk], 1, weights, w0, Tk, 1, V, h * Tk * Pv, Pv, 1, output, h * Tq * Pv, Pv);
  }
  return { output, weights };
}

export function scaledDotProductAttention(Q: Row[][][], K: Row[][][], V: Row[][][], mask?: boolean[][]) {
  const [N, S, Tq, P] = [Q.length, Q[0].length, Q[0][0].length, Q[0][0][0].length];
  const [Tk, Pv] = [V[0][0].length, V[0][0][0].length];
  const packed = (
    [
      [Q, Tq * P],
      [K, Tk * P],
      [V, Tk * Pv],
    ] as const
  ).map(([source, size]) => {
    const data = new Float64Array(N * S * size);
    flatten(source, data);
    return data;
  });
  const { output, weights } = attend(packed[0], packed[1], packed[2], { N, S, Tq, Tk, P, Pv }, mask);
  return { output: nest(output, [N, S, Tq, Pv]), weights: nest(weights, [N, S, Tq, Tk]) };
}

function load({ weight, bias }: Linear): { W: Flat; b: Float64Array } {
  const W = flat(weight.length, weight[0].length);
  flatten(weight, W.data);
  return { W, b: Float64Array.from(bias) };
}

function affine(x: Flat, { W, b }: ReturnType<typeof load>): Flat {
  const y = flat(x.rows, W.rows);
  for (let r = 0; r < y.rows; r++) y.data.set(b, r * y.cols);
  gemm([x.rows, W.rows, W.cols], 1, x.data, 0, x.cols, 1, W.data, 0, 1, W.cols, y.data, 0, y.cols);
  return y;
}

/** The gradients of a layer, and `dy·W` added to `dx`. */
function affineBack(dy: Flat, x: Flat, W: Flat, dx: Flat): Linear {
  gemm([dy.rows, W.cols, W.rows], 1, dy.data, 0, dy.cols, 1, W.data, 0, W.cols, 1, dx.data, 0, dx.cols);
  const dW = flat(W.rows, W.cols);
  gemm([dy.cols, x.cols, dy.rows], 1, dy.data, 0, 1, dy.cols, x.data, 0, x.cols, 1, dW.data, 0, dW.cols);
  const db = new Float64Array(W.rows);
  dy.data.forEach((value, i) => (db[i % W.rows] += value));
  return { weight: nest(dW.data, [W.rows, W.cols]), bias: db };
}

export class CustomMultiHeadAttention {
  readonly headDim: number;
  readonly allHeadsDim: number;
  params: Params;

  constructor(
    readonly numHeads: number,
    readonly modelDim: number,
  ) {
    this.headDim = Math.trunc(modelDim / numHeads);
    this.allHeadsDim = this.headDim * numHeads;
    const layer = (inputs: number, outputs: number): Linear => ({
      weight: Array.from({ length: outputs }, () =>
        new Float64Array(inputs).map(() => (Math.random() - 0.5) / Math.sqrt(inputs)),
      ),
      bias: new Float64Array(outputs),
    });
    const inner = this.allHeadsDim;
    this.params = {
      queryProj: layer(modelDim, inner),
      keyProj: layer(modelDim, inner),
      valueProj: layer(modelDim, inner),
      outProj: layer(inner, modelDim),
    };
  }

  /** (N,T,S,P) to (N,S,T,P) or back, as both are a swap of the two middle axes. */
  private swap(data: Float64Array, N: number, A: number, B: number, P: number): Float64Array {
    const out = new Float64Array(data.length);
    for (let n = 0; n < N; n++)
      for (let a = 0; a < A; a++)
        for (let b = 0; b < B; b++) {
          const from = ((n * A + a) * B + b) * P;
          out.set(data.subarray(from, from + P), ((n * B + b) * A + a) * P);
        }
    return out;
  }

  splitHeads(x: Row[][]) {
    const [N, T, S, P] = [x.length, x[0].length, this.numHeads, this.headDim];
    const data = new Float64Array(N * T * S * P);
    flatten(x, data);
    return nest(this.swap(data, N, T, S, P), [N, S, T, P]);
  }

  mergeHeads(x: Row[][][]) {
    const [N, S, T, P] = [x.length, x[0].length, x[0][0].length, x[0][0][0].length];
    const data = new Float64Array(N * T * S * P);
    flatten(x, data);
    return nest(this.swap(data, N, S, T, P), [N, T, S * P]);
  }

  forward(x: Row[][], mask?: boolean[][]) {
    const [N, T, E, S, P] = [x.length, x[0].length, x[0][0].length, this.numHeads, this.headDim];
    const tokens = flat(N * T, E);
    flatten(x, tokens.data);
    const layers = {
      q: load(this.params.queryProj),
      k: load(this.params.keyProj),
      v: load(this.params.valueProj),
      o: load(this.params.outProj),
    };
    const heads = (layer: ReturnType<typeof load>) => this.swap(affine(tokens, layer).data, N, T, S, P);
    const [Q, K, V] = [heads(layers.q), heads(layers.k), heads(layers.v)];
    const sizes = { N, S, Tq: T, Tk: T, P, Pv: P };
    const { output: mixed, weights } = attend(Q, K, V, sizes, mask);
    const merged: Flat = { data: this.swap(mixed, N, S, T, P), rows: N * T, cols: S * P };
    return {
      output: nest(affine(merged, layers.o).data, [N, T, E]),
      weights: nest(weights, [N, S, T, T]),
      cache: { tokens, layers, Q, K, V, weights, merged, sizes },
    };
  }

  backward(dOutput: number[][][], cache: ReturnType<CustomMultiHeadAttention["forward"]>["cache"]) {
    const {
      tokens,
      layers,
      Q,
      K,
      V,
      weights,
      merged,
      sizes: { N, S, Tq: T, P },
    } = cache;
    const dy = flat(N * T, tokens.cols);
    dy.data.set(dOutput.flat(2));
    const dMerged = flat(N * T, S * P);
    const outProj = affineBack(dy, merged, layers.o.W, dMerged);
    const dHeads = this.swap(dMerged.data, N, T, S, P);
    const [dQ, dK, dV] = [Q, K, V].map(({ length }) => new Float64Array(length));
    const dW = new Float64Array(T * T);
    for (let h = 0; h < N * S; h++) {
      const [at, w0] = [h * T * P, h * T * T];
      gemm([T, P, T], 1, weights, w0, 1, T, dHeads, at, P, 1, dV, at, P);
      dW.fill(0);
      gemm([T, T, P], 1, dHeads, at, P, 1, V, at, 1, P, dW, 0, T);
      for (let i = 0; i < T; i++) {
        let mean = 0;
        for (let j = 0; j < T; j++) mean += dW[i * T + j] * weights[w0 + i * T + j];
        for (let j = 0; j < T; j++) dW[i * T + j] = (dW[i * T + j] - mean) * weights[w0 + i * T + j];
      }
      gemm([T, P, T], 1 / Math.sqrt(P), dW, 0, T, 1, K, at, P, 1, dQ, at, P);
      gemm([T, P, T], 1 / Math.sqrt(P), dW, 0, 1, T, Q, at, P, 1, dK, at, P);
    }
    const dx = flat(N * T, tokens.cols);
    const back = (d: Float64Array, { W }: { W: Flat }) =>
      affineBack({ data: this.swap(d, N, S, T, P), rows: N * T, cols: S * P }, tokens, W, dx);
    const projections = {
      queryProj: back(dQ, layers.q),
      keyProj: back(dK, layers.k),
      valueProj: back(dV, layers.v),
    };
    return { x: nest(dx.data, [N, T, tokens.cols]), ...projections, outProj };
  }
}
