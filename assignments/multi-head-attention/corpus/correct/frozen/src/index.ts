// Frozen all through: params, results and the cache; sizes are getters over #private fields, every member an arrow function.
// Unusual: the cache is an empty frozen token, and what belongs to it lies in a private WeakMap of the instance.

type Vec = readonly number[];
type Mat = readonly Vec[];
type Layer = Readonly<{ weight: Mat; bias: Vec }>;
type Params = Readonly<{ queryProj: Layer; keyProj: Layer; valueProj: Layer; outProj: Layer }>;
type Memory = Readonly<{
  x: readonly Mat[];
  Q: Mat[][];
  K: Mat[][];
  V: Mat[][];
  A: Mat[][];
  merged: readonly Mat[];
  params: Params;
}>;

function deepFreeze<V>(value: V): V {
  if (typeof value === "object" && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    Reflect.ownKeys(value).forEach((key) => deepFreeze((value as Record<PropertyKey, unknown>)[key]));
  }
  return value;
}

/** A frozen copy, so that nobody's own arrays get frozen. */
const copied = (layer: Layer): Layer =>
  deepFreeze({ weight: layer.weight.map((row) => [...row]), bias: [...layer.bias] });

const inner = (a: Vec, b: Vec): number => {
  let s = 0;
  for (const [i, v] of a.entries()) s += v * b[i]!;
  return s;
};
const flip = (A: Mat): number[][] => A[0]!.map((_, j) => A.map((row) => row[j]!));
const times = (A: Mat, B: Mat): number[][] => {
  const columns = flip(B);
  return A.map((row) => columns.map((column) => inner(row, column)));
};

const BLOCKED = Symbol("blocked");

function distribution(scores: readonly (number | typeof BLOCKED)[]): number[] {
  const open = scores.filter((score): score is number => score !== BLOCKED).sort((a, b) => b - a);
  const powers = scores.map((score) => (score === BLOCKED ? 0 : Math.exp(score - open[0]!)));
  const total = [...powers].sort((a, b) => a - b).reduce((a, b) => a + b);
  return powers.map((power) => power / total);
}

export function scaledDotProductAttention(
  Q: Mat[][],
  K: Mat[][],
  V: Mat[][],
  mask?: readonly (readonly boolean[])[],
) {
  const weights = Q.map((own, n) =>
    own.map((queries, s) =>
      queries.map((q, i) =>
        distribution(
          K[n]![s]!.map((k, j) => (mask && !mask[i]![j] ? BLOCKED : inner(q, k) / Math.sqrt(k.length))),
        ),
      ),
    ),
  );
  const output = weights.map((own, n) => own.map((A, s) => times(A, V[n]![s]!)));
  return deepFreeze({ output, weights });
}

export class CustomMultiHeadAttention {
  readonly #S: number;
  readonly #E: number;
  #params!: Params;
  readonly #memories = new WeakMap<object, Memory>();

  constructor(numHeads: number, modelDim: number) {
    this.#S = numHeads;
    this.#E = modelDim;
    const A = this.allHeadsDim;
    this.params = {
      queryProj: this.#fresh(A, modelDim),
      keyProj: this.#fresh(A, modelDim),
      valueProj: this.#fresh(A, modelDim),
      outProj: this.#fresh(modelDim, A),
    };
    Object.freeze(this);
  }

  get numHeads(): number {
    return this.#S;
  }

  get headDim(): number {
    return Math.floor(this.#E / this.#S);
  }

  get allHeadsDim(): number {
    return this.#S * this.headDim;
  }

  get params(): Params {
    return this.#params;
  }

  set params(next: Params) {
    this.#params = Object.freeze({
      queryProj: copied(next.queryProj),
      keyProj: copied(next.keyProj),
      valueProj: copied(next.valueProj),
      outProj: copied(next.outProj),
    });
  }

  readonly #fresh = (outputs: number, inputs: number): Layer => ({
    weight: Array.from({ length: outputs }, () =>
      Array.from({ length: inputs }, () => Math.random() * 0.6 - 0.3),
    ),
    bias: Array<number>(outputs).fill(0),
  });

  readonly splitHeads = (x: readonly Mat[]): Mat[][] => {
    const P = this.headDim;
    return deepFreeze(
      x.map((X) => Array.from({ length: this.#S }, (_, s) => X.map((row) => row.slice(s * P).slice(0, P)))),
    );
  };

  readonly mergeHeads = (x: readonly (readonly Mat[])[]): Mat[] =>
    deepFreeze(x.map((heads) => heads[0]!.map((_, t) => heads.map((head) => head[t]!).flat())));

  readonly #affine = (x: readonly Mat[], { weight, bias }: Layer): Mat[] =>
    x.map((X) => X.map((row) => weight.map((w, o) => inner(w, row) + bias[o]!)));

  readonly forward = (x: readonly Mat[], mask?: readonly (readonly boolean[])[]) => {
    const params = this.#params;
    const Q = this.splitHeads(this.#affine(x, params.queryProj));
    const K = this.splitHeads(this.#affine(x, params.keyProj));
    const V = this.splitHeads(this.#affine(x, params.valueProj));
    const { output: heads, weights: A } = scaledDotProductAttention(Q, K, V, mask);
    const merged = this.mergeHeads(heads);
    const output = deepFreeze(this.#affine(merged, params.outProj));
    const cache = Object.freeze(Object.create(null) as object);
    this.#memories.set(cache, { x, Q, K, V, A, merged, params });
    return Object.freeze({ output, weights: A, cache });
  };

  readonly backward = (dOutput: readonly Mat[], cache: object) => {
    const memory = this.#memories.get(cache);
    if (memory === undefined) throw new TypeError("this cache is not one of mine");
    const { x, Q, K, V, A, merged, params } = memory;
    const root = Math.sqrt(this.headDim);
    const gradient = (d: readonly Mat[], input: readonly Mat[]): Layer =>
      deepFreeze({
        weight: times(flip(d.flat()), input.flat()),
        bias: flip(d.flat()).map((column) => column.reduce((a, b) => a + b)),
      });
    const dHeads = this.splitHeads(dOutput.map((D) => times(D, params.outProj.weight)));
    const dScores = dHeads.map((own, n) =>
      own.map((D, s) =>
        times(D, flip(V[n]![s]!)).map((row, i) => {
          const a = A[n]![s]![i]!;
          // Expanding the mean into differences keeps a saturated row exact.
          return a.map((w, j) => (w * a.reduce((sum, v, k) => sum + v * (row[j]! - row[k]!), 0)) / root);
        }),
      ),
    );
    const over = (f: (n: number, s: number) => Mat): Mat[] =>
      this.mergeHeads(dHeads.map((own, n) => own.map((_, s) => f(n, s))));
    const dQ = over((n, s) => times(dScores[n]![s]!, K[n]![s]!));
    const dK = over((n, s) => times(flip(dScores[n]![s]!), Q[n]![s]!));
    const dV = over((n, s) => times(flip(A[n]![s]!), dHeads[n]![s]!));
    const paths = [
      [dQ, params.queryProj],
      [dK, params.keyProj],
      [dV, params.valueProj],
    ] as const;
    return Object.freeze({
      x: deepFreeze(
        x.map((X, n) => {
          const arriving = paths.map(([d, layer]) => times(d[n]!, layer.weight));
          return X.map((row, t) => row.map((_, e) => arriving.reduce((sum, d) => sum + d[t]![e]!, 0)));
        }),
      ),
      queryProj: gradient(dQ, x),
      keyProj: gradient(dK, x),
      valueProj: gradient(dV, x),
      outProj: gradient(dOutput, merged),
    });
  };
}
