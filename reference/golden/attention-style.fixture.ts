import type { AttentionInputs } from "../models/attention-inputs.js";
import {
  type AttentionGradients,
  type AttentionParams,
  PROJECTIONS,
} from "../models/multi-head-attention.js";
import type { MultiHeadInputs } from "../models/multi-head-inputs.js";
import type { Attention, Mask } from "../models/scaled-dot-product-attention.js";
import type { Linear } from "../nn/linear.js";
import { Tensor } from "../tensor/tensor.js";

/** Multi-head attention in plain loops, with every step open to another way of writing it, right or wrong. */
export interface Style {
  /** What the scores are multiplied by, for heads of P features and S of them. */
  scale: (P: number, S: number) => number;
  /** The weights of all scores `(Tq, Tk)` of a head; forbidden scores are −Infinity. */
  softmax: (scores: number[][]) => number[][];
  /** What is done to a score that the mask forbids. */
  forbid: (score: number) => number;
  /** Gradient of one row of scores. */
  dScores: (weights: number[], dWeights: number[]) => number[];
  /** Where feature p of head s lies. */
  feature: (s: number, p: number, S: number, P: number) => number;
  /** The rounding of every intermediate value. */
  round: (x: number) => number;
  /** The order in which sums are taken. */
  order: <Item>(items: Item[]) => Item[];
  /** What becomes of queries, keys and values of a head before they are used. */
  operands: (Q: number[][], K: number[][], V: number[][]) => [number[][], number[][], number[][]];
  /** What becomes of the weights on their way to the output. */
  used: (weights: number[][]) => number[][];
  /** What the scores' gradient is multiplied by. */
  slope: (P: number) => number;
  bias: number;
  /** The ways back to x that are added up. */
  ways: readonly (keyof AttentionParams)[];
}

export const normalize = (values: number[]): number[] =>
  values.map((value) => value / values.reduce((a, b) => a + b));
const powers = (z: number[], shift: number): number[] => z.map((value) => Math.exp(value - shift));
export const stable = (z: number[]): number[] => normalize(powers(z, Math.max(...z)));
export const naive = (z: number[]): number[] => normalize(powers(z, 0));

export const plain: Style = {
  scale: (P) => 1 / Math.sqrt(P),
  softmax: (scores) => scores.map(stable),
  forbid: () => -Infinity,
  dScores: (w, d) => {
    const mean = w.reduce((sum, weight, k) => sum + weight * d[k]!, 0);
    return w.map((weight, k) => weight * (d[k]! - mean));
  },
  feature: (s, p, _, P) => s * P + p,
  round: (x) => x,
  order: (items) => items,
  operands: (...all) => all,
  used: (weights) => weights,
  slope: (P) => 1 / Math.sqrt(P),
  bias: 1,
  ways: ["queryProj", "keyProj", "valueProj"],
};

const range = (length: number): number[] => Array.from({ length }, (_, i) => i);

/** The matrices `(rows, columns)` of a tensor's last two axes. */
function matrices({ shape, data }: Tensor, round: (x: number) => number): number[][][] {
  const [rows = 0, columns = 0] = shape.slice(-2);
  return range(data.length / (rows * columns)).map((i) =>
    range(rows).map((r) =>
      Array.from(data.subarray((i * rows + r) * columns, (i * rows + r + 1) * columns), round),
    ),
  );
}

interface Head {
  Q: number[][];
  K: number[][];
  V: number[][];
  weights: number[][];
  output: number[][];
}

const summer =
  ({ order, round: r }: Style) =>
  (length: number, term: (i: number) => number, start = 0): number =>
    order(range(length)).reduce((total, i) => r(total + r(term(i))), start);

function attendHead(
  style: Style,
  S: number,
  Q: number[][],
  K: number[][],
  V: number[][],
  mask: Mask | undefined,
): Head {
  const [sum, r] = [summer(style), style.round];
  const [q, k, v] = style.operands(Q, K, V);
  const P = Q[0]!.length;
  const scores = q.map((query, i) =>
    k.map((key, j) => {
      const score = r(sum(P, (p) => query[p]! * key[p]!) * r(style.scale(P, S)));
      return mask?.[i]?.[j] === false ? style.forbid(score) : score;
    }),
  );
  const weights = style.softmax(scores).map((row) => row.map(r));
  const used = style.used(weights);
  const output = used.map((row) => v[0]!.map((_, p) => sum(v.length, (j) => row[j]! * v[j]![p]!)));
  return { Q, K, V, weights, output };
}

/** What a style makes of queries, keys and values. */
export function runAttention(style: Style, { Q, K, V, mask }: AttentionInputs): Attention {
  const [q, k, v] = [Q, K, V].map((tensor) => matrices(tensor, style.round)) as [number[][][], number[][][], number[][][]]; // prettier-ignore
  const S = Q.shape[1] ?? 1;
  const heads = q.map((rows, i) => attendHead(style, S, rows, k[i]!, v[i]!, mask));
  return {
    output: Tensor.of(
      [...Q.shape.slice(0, 3), V.columns],
      heads.flatMap((head) => head.output.flat()),
    ),
    weights: Tensor.of(
      [...Q.shape.slice(0, 3), K.shape[2] ?? 0],
      heads.flatMap((head) => head.weights.flat()),
    ),
  };
}

/** What a style makes of a layer. */
export function runLayer(style: Style, inputs: MultiHeadInputs): Attention & { grads: AttentionGradients } {
  const { params, numHeads: S, x, mask, dOutput } = inputs;
  const [sum, r] = [summer(style), style.round];
  const [N = 0, T = 0, E = 0] = x.shape;
  const P = Math.floor(E / S);
  const layers = Object.fromEntries(
    PROJECTIONS.map((name) => [
      name,
      { weight: matrices(params[name].weight, r)[0]!, bias: Array.from(params[name].bias.data, r) },
    ]),
  ) as Record<keyof AttentionParams, { weight: number[][]; bias: number[] }>;
  const linear = (name: keyof AttentionParams, rows: number[][]): number[][] =>
    rows.map((row) =>
      layers[name].weight.map((w, o) =>
        sum(w.length, (i) => row[i]! * w[i]!, style.bias * layers[name].bias[o]!),
      ),
    );
  const split = (rows: number[][]): number[][][] =>
    range(S).map((s) => rows.map((row) => range(P).map((p) => row[style.feature(s, p, S, P)]!)));
  const merge = (heads: number[][][]): number[][] =>
    range(T).map((t) => {
      const row = range(S * P).fill(0);
      heads.forEach((head, s) => head[t]!.forEach((value, p) => (row[style.feature(s, p, S, P)] = value)));
      return row;
    });
  const transposed = (matrix: number[][]): number[][] =>
    matrix[0]!.map((_, j) => matrix.map((row) => row[j]!));
  const product = (a: number[][], b: number[][]): number[][] =>
    a.map((row) => b[0]!.map((_, j) => sum(b.length, (k) => row[k]! * b[k]![j]!)));

  const tokens = matrices(x, r);
  const examples = tokens.map((rows) => {
    const [Q, K, V] = (["queryProj", "keyProj", "valueProj"] as const).map((name) =>
      split(linear(name, rows)),
    );
    const heads = range(S).map((s) => attendHead(style, S, Q![s]!, K![s]!, V![s]!, mask));
    const merged = merge(heads.map((head) => head.output));
    return { heads, merged, output: linear("outProj", merged) };
  });

  const backs = matrices(dOutput, r).map((d, n) => {
    const dHeads = split(product(d, layers.outProj.weight));
    const heads = examples[n]!.heads.map(({ Q, K, V, weights }, s) => {
      const dScores = product(dHeads[s]!, transposed(V)).map((row, i) =>
        style.dScores(weights[i]!, row).map((value) => r(r(value) * r(style.slope(P)))),
      );
      return [product(dScores, K), product(transposed(dScores), Q), product(transposed(weights), dHeads[s]!)];
    });
    return { outProj: d, queryProj: merge(heads.map((h) => h[0]!)), keyProj: merge(heads.map((h) => h[1]!)), valueProj: merge(heads.map((h) => h[2]!)) }; // prettier-ignore
  });
  const gradient = (name: keyof AttentionParams): Linear => {
    const dz = backs.flatMap((back) => back[name]);
    const inputs = name === "outProj" ? examples.flatMap(({ merged }) => merged) : tokens.flat();
    return {
      weight: Tensor.fromRows(product(transposed(dz), inputs)),
      bias: Tensor.vector(transposed(dz).map((column) => sum(column.length, (i) => column[i]!))),
    };
  };
  const ways = style.ways.map((name) => backs.flatMap((back) => product(back[name], layers[name].weight)));
  const dx = ways[0]!.map((row, i) => row.map((_, e) => sum(ways.length, (way) => ways[way]![i]![e]!)));
  return {
    output: Tensor.of(
      [N, T, E],
      examples.flatMap(({ output }) => output.flat()),
    ),
    weights: Tensor.of(
      [N, S, T, T],
      examples.flatMap(({ heads }) => heads.flatMap((head) => head.weights.flat())),
    ),
    grads: {
      x: Tensor.of([N, T, E], dx.flat()),
      queryProj: gradient("queryProj"),
      keyProj: gradient("keyProj"),
      valueProj: gradient("valueProj"),
      outProj: gradient("outProj"),
    },
  };
}
