// The cache is [x, mask, params] and nothing else: backward runs the whole forward pass once more for what it needs.
// Unusual: gradients are accumulated example by example and head by head, straight into the (S·P,E) matrices.

type Linear = { weight: number[][]; bias: number[] };
type Params = { queryProj: Linear; keyProj: Linear; valueProj: Linear; outProj: Linear };
type Cache = [x: number[][][], mask: boolean[][] | undefined, params: Params];

/** The weights of query q over the keys, as probabilities. */
function attentionRow(q: number[], keys: number[][], allowed?: boolean[]): number[] {
  const row: number[] = [];
  let highest = -Infinity;
  keys.forEach((key, j) => {
    let score = 0;
    for (let p = 0; p < q.length; p++) score += q[p] * key[p];
    row[j] = allowed && !allowed[j] ? NaN : score / Math.sqrt(q.length);
    if (row[j] > highest) highest = row[j];
  });
  let total = 0;
  for (let j = 0; j < row.length; j++) {
    row[j] = Number.isNaN(row[j]) ? 0 : Math.exp(row[j] - highest);
    total += row[j];
  }
  return row.map((e) => e / total);
}

function blend(weights: number[], values: number[][]): number[] {
  const mixed = new Array<number>(values[0].length).fill(0);
  weights.forEach((w, j) => {
    for (let p = 0; p < mixed.length; p++) mixed[p] += w * values[j][p];
  });
  return mixed;
}

export function scaledDotProductAttention(
  Q: number[][][][],
  K: number[][][][],
  V: number[][][][],
  mask?: boolean[][],
): { output: number[][][][]; weights: number[][][][] } {
  const weights = Q.map((a, n) => a.map((b, s) => b.map((q, i) => attentionRow(q, K[n][s], mask?.[i]))));
  const output = weights.map((a, n) => a.map((b, s) => b.map((w) => blend(w, V[n][s]))));
  return { output, weights };
}

export class CustomMultiHeadAttention {
  numHeads: number;
  headDim: number;
  allHeadsDim: number;
  params: Params;

  constructor(numHeads: number, modelDim: number) {
    const P = (modelDim / numHeads) | 0;
    const A = P * numHeads;
    const random = (outputs: number, inputs: number): Linear => {
      const weight: number[][] = [];
      for (let o = 0; o < outputs; o++) {
        weight.push([]);
        for (let i = 0; i < inputs; i++) weight[o].push((Math.random() - 0.5) * 0.8);
      }
      return { weight, bias: new Array(outputs).fill(0.01) };
    };
    this.numHeads = numHeads;
    this.headDim = P;
    this.allHeadsDim = A;
    this.params = {
      queryProj: random(A, modelDim),
      keyProj: random(A, modelDim),
      valueProj: random(A, modelDim),
      outProj: random(modelDim, A),
    };
  }

  splitHeads(x: number[][][]): number[][][][] {
    const heads: number[][][][] = [];
    for (const example of x) {
      const own: number[][][] = [];
      for (let s = 0; s < this.numHeads; s++) own.push([]);
      for (const token of example) {
        const rest = [...token];
        for (const head of own) head.push(rest.splice(0, this.headDim));
      }
      heads.push(own);
    }
    return heads;
  }

  mergeHeads(x: number[][][][]): number[][][] {
    const merged: number[][][] = [];
    for (const heads of x) {
      const tokens: number[][] = heads[0].map(() => []);
      for (const head of heads) head.forEach((row, t) => tokens[t].push(...row));
      merged.push(tokens);
    }
    return merged;
  }

  private apply({ weight, bias }: Linear, x: number[][][]): number[][][] {
    return x.map((X) =>
      X.map((token) => weight.map((w, o) => w.reduce((sum, v, i) => sum + v * token[i], bias[o]))),
    );
  }

  private run(x: number[][][], mask: boolean[][] | undefined, params: Params) {
    const Q = this.splitHeads(this.apply(params.queryProj, x));
    const K = this.splitHeads(this.apply(params.keyProj, x));
    const V = this.splitHeads(this.apply(params.valueProj, x));
    const { output: heads, weights } = scaledDotProductAttention(Q, K, V, mask);
    return { Q, K, V, weights, merged: this.mergeHeads(heads) };
  }

  forward(
    x: number[][][],
    mask?: boolean[][],
  ): { output: number[][][]; weights: number[][][][]; cache: Cache } {
    const { weights, merged } = this.run(x, mask, this.params);
    return { output: this.apply(this.params.outProj, merged), weights, cache: [x, mask, this.params] };
  }

  backward(dOutput: number[][][], [x, mask, params]: Cache): Params & { x: number[][][] } {
    const { Q, K, V, weights, merged } = this.run(x, mask, params);
    const [T, P] = [x[0].length, this.headDim];
    const blank = ({ weight, bias }: Linear): Linear => ({
      weight: weight.map((row) => row.map(() => 0)),
      bias: bias.map(() => 0),
    });
    const grads = {
      x: x.map((X) => X.map((token) => token.map(() => 0))),
      queryProj: blank(params.queryProj),
      keyProj: blank(params.keyProj),
      valueProj: blank(params.valueProj),
      outProj: blank(params.outProj),
    };
    /** What dy at output o of a layer means for its parameters, and for the token it read, if wanted. */
    const push = (name: keyof Params, o: number, dy: number, token: number[], dToken?: number[]): void => {
      grads[name].bias[o] += dy;
      for (let i = 0; i < token.length; i++) {
        grads[name].weight[o][i] += dy * token[i];
        if (dToken) dToken[i] += dy * params[name].weight[o][i];
      }
    };
    for (let n = 0; n < x.length; n++) {
      const dMerged = merged[n].map((row) => row.map(() => 0));
      dOutput[n].forEach((d, t) => d.forEach((dy, e) => push("outProj", e, dy, merged[n][t], dMerged[t])));
      for (let s = 0; s < this.numHeads; s++) {
        for (let i = 0; i < T; i++) {
          const d = dMerged[i].slice(s * P, s * P + P);
          const w = weights[n][s][i];
          const pull = V[n][s].map((v) => d.reduce((sum, value, p) => sum + value * v[p], 0));
          const expected = w.reduce((sum, weight, j) => sum + weight * pull[j], 0);
          for (let j = 0; j < T; j++) {
            const dScore = (w[j] * (pull[j] - expected)) / Math.sqrt(P);
            for (let p = 0; p < P; p++) {
              push("queryProj", s * P + p, dScore * K[n][s][j][p], x[n][i], grads.x[n][i]);
              push("keyProj", s * P + p, dScore * Q[n][s][i][p], x[n][j], grads.x[n][j]);
              push("valueProj", s * P + p, w[j] * d[p], x[n][j], grads.x[n][j]);
            }
          }
        }
      }
    }
    return grads;
  }
}
