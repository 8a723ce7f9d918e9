// Every single number is an object in a graph, as in a first lesson on automatic differentiation; backward walks the graph.
// Unusual: many small objects, so it is the slowest of all; the cache is the arrays of these objects.
import { dot, NOTHING, slopes, sum, Value } from "./value";

type Linear = { weight: number[][]; bias: number[] };
type Params = { queryProj: Linear; keyProj: Linear; valueProj: Linear; outProj: Linear };
type Graph = { weight: Value[][]; bias: Value[] };
type Cache = { x: Value[][][]; layers: Record<keyof Params, Graph>; output: Value[][][] };

/** The same nested arrays with every entry replaced. */
function deep<From, To>(nested: any, change: (entry: From) => To): any {
  return Array.isArray(nested) ? nested.map((inner) => deep(inner, change)) : change(nested);
}

const wrap = (nested: unknown): any => deep<number, Value>(nested, (number) => new Value(number));
const unwrap = (nested: unknown): any => deep<Value, number>(nested, ({ data }) => data);

function attend(Q: Value[][], K: Value[][], V: Value[][], mask?: boolean[][]) {
  const factor = new Value(1 / Math.sqrt(K[0].length));
  const weights = Q.map((q, i) => {
    const scores = K.map((k, j) => (mask === undefined || mask[i][j] ? dot(q, k).times(factor) : undefined));
    const open = scores.filter((score) => score !== undefined);
    const top = Math.max(...open.map(({ data }) => data));
    const powers = scores.map((score) => score?.exp(top));
    const total = sum(powers.filter((power) => power !== undefined));
    return powers.map((power) => power?.over(total) ?? NOTHING);
  });
  const output = weights.map((row) =>
    V[0].map((_, p) =>
      dot(
        row,
        V.map((value) => value[p]),
      ),
    ),
  );
  return { weights, output };
}

export function scaledDotProductAttention(
  Q: number[][][][],
  K: number[][][][],
  V: number[][][][],
  mask?: boolean[][],
) {
  const heads = Q.map((own, n) =>
    own.map((_, s) => attend(wrap(Q[n][s]), wrap(K[n][s]), wrap(V[n][s]), mask)),
  );
  return {
    output: unwrap(heads.map((own) => own.map(({ output }) => output))),
    weights: unwrap(heads.map((own) => own.map(({ weights }) => weights))),
  };
}

export class CustomMultiHeadAttention {
  numHeads: number;
  headDim: number;
  allHeadsDim: number;
  params: Params;

  constructor(numHeads: number, modelDim: number) {
    this.numHeads = numHeads;
    this.headDim = Math.floor(modelDim / numHeads);
    this.allHeadsDim = numHeads * this.headDim;
    const layer = (outputs: number, inputs: number): Linear => ({
      weight: Array.from({ length: outputs }, () =>
        Array.from({ length: inputs }, () => Math.random() - 0.5),
      ),
      bias: Array.from({ length: outputs }, () => 0),
    });
    this.params = {
      queryProj: layer(this.allHeadsDim, modelDim),
      keyProj: layer(this.allHeadsDim, modelDim),
      valueProj: layer(this.allHeadsDim, modelDim),
      outProj: layer(modelDim, this.allHeadsDim),
    };
  }

  #split<Entry>(tokens: Entry[][]): Entry[][][] {
    const P = this.headDim;
    return Array.from({ length: this.numHeads }, (_, s) =>
      tokens.map((token) => token.slice(s * P, s * P + P)),
    );
  }

  #merge<Entry>(heads: Entry[][][]): Entry[][] {
    return heads[0].map((_, t) => heads.flatMap((head) => head[t]));
  }

  splitHeads(x: number[][][]): number[][][][] {
    return x.map((tokens) => this.#split(tokens));
  }

  mergeHeads(x: number[][][][]): number[][][] {
    return x.map((heads) => this.#merge(heads));
  }

  forward(x: number[][][], mask?: boolean[][]) {
    const layers: Cache["layers"] = {
      queryProj: this.#graph("queryProj"),
      keyProj: this.#graph("keyProj"),
      valueProj: this.#graph("valueProj"),
      outProj: this.#graph("outProj"),
    };
    const apply = ({ weight, bias }: Graph, tokens: Value[][]): Value[][] =>
      tokens.map((token) => weight.map((row, o) => dot(row, token).plus(bias[o])));
    const inputs: Value[][][] = wrap(x);
    const heads = inputs.map((tokens) => {
      const Q = this.#split(apply(layers.queryProj, tokens));
      const K = this.#split(apply(layers.keyProj, tokens));
      const V = this.#split(apply(layers.valueProj, tokens));
      return Q.map((_, s) => attend(Q[s], K[s], V[s], mask));
    });
    const output = heads.map((own) => apply(layers.outProj, this.#merge(own.map((head) => head.output))));
    const cache: Cache = { x: inputs, layers, output };
    return {
      output: unwrap(output),
      weights: unwrap(heads.map((own) => own.map(({ weights }) => weights))),
      cache,
    };
  }

  #graph(name: keyof Params): Graph {
    return { weight: wrap(this.params[name].weight), bias: wrap(this.params[name].bias) };
  }

  backward(dOutput: number[][][], { x, layers, output }: Cache) {
    const table = slopes(output.flat(2), dOutput.flat(2));
    const gradient = (nested: unknown): any => deep<Value, number>(nested, (value) => table.get(value) ?? 0);
    const layer = ({ weight, bias }: Graph): Linear => ({ weight: gradient(weight), bias: gradient(bias) });
    return {
      x: gradient(x),
      queryProj: layer(layers.queryProj),
      keyProj: layer(layers.keyProj),
      valueProj: layer(layers.valueProj),
      outProj: layer(layers.outProj),
    };
  }
}
