// All arithmetic is float32: every stored number passes through a Float32Array, every sum through Math.fround.
// Unusual: answers are right to about seven digits only, and the innermost rows of all results are Float32Arrays.

type Numbers = ArrayLike<number>;
type Matrix = readonly Numbers[];
type Linear = { weight: Matrix; bias: Numbers };
type Params = { queryProj: Linear; keyProj: Linear; valueProj: Linear; outProj: Linear };
type Single = Float32Array[];
type Layer = { weight: Single; bias: Float32Array };
type Kept = {
  x: Single[];
  layers: { q: Layer; k: Layer; v: Layer; o: Layer };
  Q: Single[][];
  K: Single[][];
  V: Single[][];
  weights: Single[][];
  merged: Single[];
};

const f = Math.fround;
const single = (rows: Matrix): Single => rows.map((row) => Float32Array.from(row));
const empty = (rows: number, cols: number): Single =>
  Array.from({ length: rows }, () => new Float32Array(cols));
const column = (A: Single, j: number): Float32Array => Float32Array.from(A, (row) => row[j]);
const transposed = (A: Single): Single => Array.from(A[0], (_, j) => column(A, j));

function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum = f(sum + f(a[i] * b[i]));
  return sum;
}

const matmul = (A: Single, B: Single): Single => {
  const columns = transposed(B);
  return A.map((row) => Float32Array.from(columns, (col) => dot(row, col)));
};

function softmax(row: Float32Array, allowed: (j: number) => boolean): Float32Array {
  const shift = row.reduce((top, v, j) => (allowed(j) && v > top ? v : top), -Infinity);
  const powers = row.map((v, j) => (allowed(j) ? Math.exp(f(v - shift)) : 0));
  const total = powers.reduce((a, b) => f(a + b), 0);
  return powers.map((p) => p / total);
}

function attend(Q: Single, K: Single, V: Single, mask?: boolean[][]): { output: Single; weights: Single } {
  const scale = f(1 / f(Math.sqrt(K[0].length)));
  const scores = matmul(Q, transposed(K)).map((row) => row.map((v) => v * scale));
  const weights = scores.map((row, i) => softmax(row, (j) => mask === undefined || mask[i][j]));
  return { output: matmul(weights, V), weights };
}

export function scaledDotProductAttention(Q: Matrix[][], K: Matrix[][], V: Matrix[][], mask?: boolean[][]) {
  const heads = Q.map((own, n) =>
    own.map((q, s) => attend(single(q), single(K[n][s]), single(V[n][s]), mask)),
  );
  return {
    output: heads.map((own) => own.map((head) => head.output)),
    weights: heads.map((own) => own.map((head) => head.weights)),
  };
}

const load = ({ weight, bias }: Linear): Layer => ({ weight: single(weight), bias: Float32Array.from(bias) });

const affine = (x: Single, { weight, bias }: Layer): Single =>
  matmul(x, transposed(weight)).map((row) => row.map((v, o) => v + bias[o]));

export class CustomMultiHeadAttention {
  params: Params;
  headDim;
  allHeadsDim;

  constructor(
    public numHeads: number,
    modelDim: number,
  ) {
    this.headDim = Math.floor(modelDim / numHeads);
    this.allHeadsDim = this.headDim * numHeads;
    const layer = (outputs: number, inputs: number): Layer => ({
      weight: empty(outputs, inputs).map((row) => row.map(() => (2 * Math.random() - 1) / Math.sqrt(inputs))),
      bias: new Float32Array(outputs),
    });
    this.params = {
      queryProj: layer(this.allHeadsDim, modelDim),
      keyProj: layer(this.allHeadsDim, modelDim),
      valueProj: layer(this.allHeadsDim, modelDim),
      outProj: layer(modelDim, this.allHeadsDim),
    };
  }

  splitHeads(x: readonly Matrix[]): Single[][] {
    const P = this.headDim;
    return x.map((tokens) =>
      Array.from({ length: this.numHeads }, (_, s) =>
        single(tokens).map((token) => token.slice(s * P, s * P + P)),
      ),
    );
  }

  mergeHeads(x: readonly (readonly Matrix[])[]): Single[] {
    return x.map((heads) =>
      Array.from(heads[0], (row, t) => {
        const token = new Float32Array(heads.length * row.length);
        heads.forEach((head, s) => token.set(head[t], s * row.length));
        return token;
      }),
    );
  }

  forward(
    input: readonly Matrix[],
    mask?: boolean[][],
  ): { output: Single[]; weights: Single[][]; cache: Kept } {
    const { queryProj, keyProj, valueProj, outProj } = this.params;
    const layers = { q: load(queryProj), k: load(keyProj), v: load(valueProj), o: load(outProj) };
    const x = input.map(single);
    const heads = (layer: Layer): Single[][] => this.splitHeads(x.map((tokens) => affine(tokens, layer)));
    const [Q, K, V] = [heads(layers.q), heads(layers.k), heads(layers.v)];
    const { output, weights } = scaledDotProductAttention(Q, K, V, mask);
    const merged = this.mergeHeads(output);
    const cache = { x, layers, Q, K, V, weights, merged };
    return { output: merged.map((tokens) => affine(tokens, layers.o)), weights, cache };
  }

  backward(dOutput: readonly Matrix[], cache: Kept): Params & { x: Single[] } {
    const { x, layers, Q, K, V, weights, merged } = cache;
    const dY = dOutput.map(single);
    const dHeads = this.splitHeads(dY.map((d) => matmul(d, layers.o.weight)));
    const scale = f(1 / f(Math.sqrt(this.headDim)));
    const parts = dHeads.map((own, n) =>
      own.map((d, s) => {
        const w = weights[n][s];
        const dScores = matmul(d, transposed(V[n][s])).map((row, i) => {
          const mean = dot(row, w[i]);
          return row.map((v, j) => f(w[i][j] * scale) * f(v - mean));
        });
        const q = matmul(dScores, K[n][s]);
        return { q, k: matmul(transposed(dScores), Q[n][s]), v: matmul(transposed(w), d) };
      }),
    );
    const [dQ, dK, dV] = (["q", "k", "v"] as const).map((name) =>
      this.mergeHeads(parts.map((own) => own.map((part) => part[name]))),
    );
    const gradient = (dy: Single[], input: Single[]): Layer => {
      const arriving = transposed(dy.flat());
      const seen = transposed(input.flat());
      return {
        weight: arriving.map((d) => Float32Array.from(seen, (v) => dot(d, v))),
        bias: Float32Array.from(arriving, (d) => d.reduce((a, b) => f(a + b), 0)),
      };
    };
    const back = (dy: Single, { weight }: Layer): Single => matmul(dy, weight);
    return {
      x: x.map((_, n) => {
        const [a, b, c] = [back(dQ[n], layers.q), back(dK[n], layers.k), back(dV[n], layers.v)];
        return a.map((row, t) => row.map((v, e) => f(v + b[t][e]) + c[t][e]));
      }),
      queryProj: gradient(dQ, x),
      keyProj: gradient(dK, x),
      valueProj: gradient(dV, x),
      outProj: gradient(dY, merged),
    };
  }
}
