// The mask is a matrix of 0 and 1 that multiplies the exponentials before they are divided by their sum.
// Unusual: tensors are objects of a shape and a reader, so splitting, merging and transposing copy nothing until the end.

type Nested = number | Nested[];
type Reader = (...at: number[]) => number;

/** A tensor that knows its shape and how to find an entry, and nothing else. */
class View {
  constructor(
    readonly shape: number[],
    readonly read: Reader,
  ) {}

  static of(nested: Nested): View {
    const shape: number[] = [];
    for (let inner = nested; Array.isArray(inner); inner = inner[0]) shape.push(inner.length);
    return new View(
      shape,
      (...at) => at.reduce<Nested>((inner, i) => (inner as Nested[])[i], nested) as number,
    );
  }

  /** Reads every entry once. */
  get solid(): View {
    return View.of(this.array());
  }

  array(prefix: number[] = []): any {
    const axis = prefix.length;
    if (axis === this.shape.length) return this.read(...prefix);
    const items: Nested[] = [];
    for (let i = 0; i < this.shape[axis]; i++) items.push(this.array([...prefix, i]));
    return items;
  }

  /** The last two axes change places. */
  get flipped(): View {
    const [rows, cols] = this.shape.slice(-2);
    return new View([...this.shape.slice(0, -2), cols, rows], (...at) => {
      const [i, j] = at.slice(-2);
      return this.read(...at.slice(0, -2), j, i);
    });
  }

  /** The products of the matrices in the last two axes. */
  times(other: View): View {
    const [left, right] = [this, other];
    const inner = left.shape[left.shape.length - 1];
    return new View([...left.shape.slice(0, -1), right.shape[right.shape.length - 1]], (...at) => {
      const outer = at.slice(0, -2);
      const [i, j] = at.slice(-2);
      let sum = 0;
      for (let k = 0; k < inner; k++) sum += left.read(...outer, i, k) * right.read(...outer, k, j);
      return sum;
    }).solid;
  }

  map(f: (value: number, ...at: number[]) => number): View {
    return new View(this.shape, (...at) => f(this.read(...at), ...at)).solid;
  }

  /** One number for each row of the last axis. */
  fold(f: (row: number[], ...at: number[]) => number): View {
    const cols = this.shape[this.shape.length - 1];
    return new View(this.shape.slice(0, -1), (...at) =>
      f(
        Array.from({ length: cols }, (_, j) => this.read(...at, j)),
        ...at,
      ),
    ).solid;
  }
}

function attend(Q: View, K: View, V: View, mask?: boolean[][]): { output: View; weights: View } {
  const open = (i: number, j: number): number => Number(mask === undefined || mask[i][j]);
  const P = K.shape[3];
  const scores = Q.times(K.flipped).map((score) => score / P ** 0.5);
  // Only the keys that count may set the shift, or everything that is left could underflow to zero.
  const shift = scores.fold((row, n, s, i) => Math.max(...row.filter((_, j) => open(i, j) === 1)));
  const powers = scores.map(
    (score, n, s, i, j) => open(i, j) * Math.exp(Math.min(0, score - shift.read(n, s, i))),
  );
  const sums = powers.fold((row) => row.reduce((a, b) => a + b));
  const weights = powers.map((power, n, s, i) => power / sums.read(n, s, i));
  return { output: weights.times(V), weights };
}

export function scaledDotProductAttention(Q: Nested, K: Nested, V: Nested, mask?: boolean[][]) {
  const { output, weights } = attend(View.of(Q), View.of(K), View.of(V), mask);
  return { output: output.array(), weights: weights.array() };
}

type Linear = { weight: number[][]; bias: number[] };

function project(x: View, { weight, bias }: Linear): View {
  return new View([...x.shape.slice(0, 2), bias.length], (n, t, o) =>
    weight[o].reduce((sum, w, i) => sum + w * x.read(n, t, i), bias[o]),
  ).solid;
}

export class CustomMultiHeadAttention {
  params: { [name in "queryProj" | "keyProj" | "valueProj" | "outProj"]: Linear };
  numHeads: number;
  headDim: number;
  allHeadsDim: number;

  constructor(numHeads: number, modelDim: number) {
    this.numHeads = numHeads;
    this.headDim = Math.floor(modelDim / numHeads);
    this.allHeadsDim = this.headDim * numHeads;
    const random = (...shape: number[]): any => new View(shape, () => Math.random() / 2 - 0.25).array();
    const linear = (outputs: number, inputs: number): Linear => ({
      weight: random(outputs, inputs),
      bias: random(outputs),
    });
    this.params = {
      queryProj: linear(this.allHeadsDim, modelDim),
      keyProj: linear(this.allHeadsDim, modelDim),
      valueProj: linear(this.allHeadsDim, modelDim),
      outProj: linear(modelDim, this.allHeadsDim),
    };
  }

  #split(x: View): View {
    const [N, T] = x.shape;
    return new View([N, this.numHeads, T, this.headDim], (n, s, t, p) => x.read(n, t, s * this.headDim + p));
  }

  #merge(x: View): View {
    const [N, S, T, P] = x.shape;
    return new View([N, T, S * P], (n, t, i) => x.read(n, Math.floor(i / P), t, i % P));
  }

  splitHeads(x: number[][][]): number[][][][] {
    return this.#split(View.of(x)).array();
  }

  mergeHeads(x: number[][][][]): number[][][] {
    return this.#merge(View.of(x)).array();
  }

  forward(nested: number[][][], mask?: boolean[][]) {
    const x = View.of(nested);
    const { queryProj, keyProj, valueProj, outProj } = this.params;
    const [Q, K, V] = [queryProj, keyProj, valueProj].map((layer) => this.#split(project(x, layer)));
    const { output, weights } = attend(Q, K, V, mask);
    const merged = this.#merge(output).solid;
    const cache = { x, Q, K, V, weights, merged };
    return { output: project(merged, outProj).array(), weights: weights.array(), cache };
  }

  backward(dNested: number[][][], { x, Q, K, V, weights, merged }: Record<string, View>) {
    const dOutput = View.of(dNested);
    const back = (dy: View, { weight }: Linear): View =>
      new View([...dy.shape.slice(0, 2), weight[0].length], (n, t, i) =>
        weight.reduce((sum, row, o) => sum + row[i] * dy.read(n, t, o), 0),
      ).solid;
    const gradient = (dy: View, input: View): Linear => {
      const [N, T, outputs] = dy.shape;
      const over = (term: (n: number, t: number) => number): number => {
        let sum = 0;
        for (let n = 0; n < N; n++) for (let t = 0; t < T; t++) sum += term(n, t);
        return sum;
      };
      return {
        weight: new View([outputs, input.shape[2]], (o, i) =>
          over((n, t) => dy.read(n, t, o) * input.read(n, t, i)),
        ).array(),
        bias: new View([outputs], (o) => over((n, t) => dy.read(n, t, o))).array(),
      };
    };
    const { queryProj, keyProj, valueProj, outProj } = this.params;
    const dHeads = this.#split(back(dOutput, outProj));
    const dWeights = dHeads.times(V.flipped);
    const means = dWeights.fold((row, n, s, i) =>
      row.reduce((sum, d, j) => sum + d * weights.read(n, s, i, j), 0),
    );
    const dScores = dWeights.map(
      (d, n, s, i, j) => (weights.read(n, s, i, j) * (d - means.read(n, s, i))) / Math.sqrt(this.headDim),
    );
    const dQ = this.#merge(dScores.times(K));
    const dK = this.#merge(dScores.flipped.times(Q));
    const dV = this.#merge(weights.flipped.times(dHeads));
    const [a, b, c] = [back(dQ, queryProj), back(dK, keyProj), back(dV, valueProj)];
    return {
      x: x.map((_, ...at) => a.read(...at) + b.read(...at) + c.read(...at)).array(),
      queryProj: gradient(dQ, x),
      keyProj: gradient(dK, x),
      valueProj: gradient(dV, x),
      outProj: gradient(dOutput, merged),
    };
  }
}
