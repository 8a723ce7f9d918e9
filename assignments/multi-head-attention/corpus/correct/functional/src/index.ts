// No loop, no class body beyond the necessary: map, reduce and closures over single examples.
// Unusual: the cache is the very function that runs the layer backwards, made by composing the functions of its steps.

type Vector = readonly number[];
type Matrix = readonly Vector[];
type Mask = readonly (readonly boolean[])[] | undefined;
type Linear = { readonly weight: Matrix; readonly bias: Vector };
type Params = Readonly<Record<"queryProj" | "keyProj" | "valueProj" | "outProj", Linear>>;
type Gradients = Params & { readonly x: Matrix };
type Pull = (dOutput: readonly Matrix[]) => Omit<Gradients, "x"> & { readonly x: readonly Matrix[] };

const sum = (v: Vector): number => v.reduce((a, b) => a + b, 0);
const zip = (a: Vector, b: Vector, f: (x: number, y: number) => number): number[] =>
  a.map((x, i) => f(x, b[i]));
const dot = (a: Vector, b: Vector): number => sum(zip(a, b, (x, y) => x * y));
const T = (A: Matrix): number[][] => A[0].map((_, j) => A.map((row) => row[j]));
const mul = (A: Matrix, B: Matrix): number[][] =>
  ((cols) => A.map((row) => cols.map((col) => dot(row, col))))(T(B));
const plus = (A: Matrix, B: Matrix): number[][] => A.map((row, i) => zip(row, B[i], (x, y) => x + y));
const scaled = (c: number, A: Matrix): number[][] => A.map((row) => row.map((v) => c * v));
const range = (n: number): number[] => [...Array(n).keys()];

const softmax = (row: Vector): number[] =>
  ((top) =>
    ((powers) => ((total) => powers.map((p) => p / total))(sum(powers)))(row.map((v) => Math.exp(v - top))))(
    row.reduce((a, b) => (a > b ? a : b)),
  );

/** Attention of one head: what it gives, and how its gradient flows back. */
const attend = (Q: Matrix, K: Matrix, V: Matrix, mask: Mask) => {
  const c = Q[0].length ** -0.5;
  const hide = (row: Vector, i: number): number[] =>
    row.map((v, j) => (mask === undefined || mask[i][j] ? v : -Infinity));
  const weights = scaled(c, mul(Q, T(K)))
    .map(hide)
    .map(softmax);
  const pull = (dY: Matrix) => {
    const dScores = mul(dY, T(V)).map((row, i) =>
      ((mean) => zip(row, weights[i], (d, w) => c * w * (d - mean)))(dot(row, weights[i])),
    );
    return { Q: mul(dScores, K), K: mul(T(dScores), Q), V: mul(T(weights), dY) };
  };
  return { output: mul(weights, V), weights, pull };
};

export const scaledDotProductAttention = (
  Q: readonly (readonly Matrix[])[],
  K: readonly (readonly Matrix[])[],
  V: readonly (readonly Matrix[])[],
  mask?: Mask,
): { output: Matrix[][]; weights: Matrix[][] } =>
  ((parts) => ({
    output: parts.map((heads) => heads.map(({ output }) => output)),
    weights: parts.map((heads) => heads.map(({ weights }) => weights)),
  }))(Q.map((heads, n) => heads.map((_, s) => attend(Q[n][s], K[n][s], V[n][s], mask))));

const linear = ({ weight, bias }: Linear, x: Matrix) => ({
  y: mul(x, T(weight)).map((row) => zip(row, bias, (a, b) => a + b)),
  pull: (dy: Matrix) => ({ x: mul(dy, weight), layer: { weight: mul(T(dy), x), bias: T(dy).map(sum) } }),
});

const cut =
  (S: number) =>
  (x: Matrix): Matrix[] =>
    ((P) => range(S).map((s) => x.map((row) => row.slice(s * P, s * P + P))))(x[0].length / S);
const join = (heads: readonly Matrix[]): Matrix => heads[0].map((_, t) => heads.flatMap((head) => head[t]));

/** One example (T,E) through the whole layer. */
const layer = (p: Params, S: number, x: Matrix, mask: Mask) => {
  const [q, k, v] = [p.queryProj, p.keyProj, p.valueProj].map((projection) => linear(projection, x));
  const [Q, K, V] = [q, k, v].map(({ y }) => cut(S)(y));
  const heads = range(S).map((s) => attend(Q[s], K[s], V[s], mask));
  const out = linear(p.outProj, join(heads.map(({ output }) => output)));
  const pull = (dOutput: Matrix): Gradients => {
    const last = out.pull(dOutput);
    const parts = cut(S)(last.x).map((d, s) => heads[s].pull(d));
    const [dq, dk, dv] = [
      q.pull(join(parts.map((part) => part.Q))),
      k.pull(join(parts.map((part) => part.K))),
      v.pull(join(parts.map((part) => part.V))),
    ];
    return {
      x: plus(dq.x, plus(dk.x, dv.x)),
      queryProj: dq.layer,
      keyProj: dk.layer,
      valueProj: dv.layer,
      outProj: last.layer,
    };
  };
  return { output: out.y, weights: heads.map(({ weights }) => weights), pull };
};

const added = (a: Linear, b: Linear): Linear => ({
  weight: plus(a.weight, b.weight),
  bias: zip(a.bias, b.bias, (x, y) => x + y),
});

const fresh = (inputs: number, outputs: number): Linear => ({
  weight: range(outputs).map(() => range(inputs).map(() => Math.sqrt(3 / inputs) * (Math.random() * 2 - 1))),
  bias: range(outputs).map(() => 0),
});

export class CustomMultiHeadAttention {
  constructor(
    readonly numHeads: number,
    modelDim: number,
    readonly headDim = Math.floor(modelDim / numHeads),
    readonly allHeadsDim = headDim * numHeads,
    public params: Params = {
      queryProj: fresh(modelDim, allHeadsDim),
      keyProj: fresh(modelDim, allHeadsDim),
      valueProj: fresh(modelDim, allHeadsDim),
      outProj: fresh(allHeadsDim, modelDim),
    },
  ) {}

  splitHeads = (x: readonly Matrix[]): Matrix[][] => x.map(cut(this.numHeads));

  mergeHeads = (x: readonly (readonly Matrix[])[]): Matrix[] => x.map(join);

  forward = (x: readonly Matrix[], mask?: Mask): { output: Matrix[]; weights: Matrix[][]; cache: Pull } => {
    const runs = x.map((tokens) => layer(this.params, this.numHeads, tokens, mask));
    const cache: Pull = (dOutput) => {
      const all = runs.map(({ pull }, n) => pull(dOutput[n]));
      const total = (name: keyof Params): Linear => all.map((gradients) => gradients[name]).reduce(added);
      return {
        x: all.map((gradients) => gradients.x),
        queryProj: total("queryProj"),
        keyProj: total("keyProj"),
        valueProj: total("valueProj"),
        outProj: total("outProj"),
      };
    };
    return { output: runs.map(({ output }) => output), weights: runs.map(({ weights }) => weights), cache };
  };

  backward = (dOutput: readonly Matrix[], cache: Pull): ReturnType<Pull> => cache(dOutput);
}
