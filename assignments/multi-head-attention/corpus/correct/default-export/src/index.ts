// The class is a default export without a name of its own; the function is a named arrow beside it, of einsum-like index loops.
// Unusual: batch and heads are folded into one axis, the class extends a base of sizes, and weights may come by key "A" too.

type Rows = number[][];

class Sizes {
  constructor(
    public readonly numHeads: number,
    public readonly modelDim: number,
  ) {}

  get headDim(): number {
    return Math.floor(this.modelDim / this.numHeads);
  }

  get allHeadsDim(): number {
    return this.numHeads * this.headDim;
  }
}

const build = <A>(length: number, item: (index: number) => A): A[] =>
  Array.from({ length }, (_, index) => item(index));

function total(length: number, term: (index: number) => number): number {
  let sum = 0;
  for (let index = 0; index < length; index++) sum += term(index);
  return sum;
}

/** softmax of one row: weight[j] = 1 / Σₖ e^(score[k] − score[j]), which needs no shift, as ∞ in the sum gives 0. */
function weigh(scores: number[], allowed: boolean[] | undefined): number[] {
  const may = (j: number): boolean => allowed === undefined || allowed[j];
  return scores.map((score, j) =>
    may(j) ? 1 / total(scores.length, (k) => (may(k) ? Math.exp(scores[k] - score) : 0)) : 0,
  );
}

function one(Q: Rows, K: Rows, V: Rows, mask?: boolean[][]): { Y: Rows; A: Rows } {
  const P = Q[0].length;
  const A = Q.map((q, i) =>
    weigh(
      K.map((k) => total(P, (p) => q[p] * k[p]) / Math.sqrt(P)),
      mask?.[i],
    ),
  );
  return { A, Y: A.map((a) => build(V[0].length, (p) => total(V.length, (j) => a[j] * V[j][p]))) };
}

export const scaledDotProductAttention = (Q: Rows[][], K: Rows[][], V: Rows[][], mask?: boolean[][]) => {
  const folded = Q.flat().map((q, h) => one(q, K.flat()[h], V.flat()[h], mask));
  const unfold = <A>(all: A[]): A[][] => Q.map((own, n) => all.slice(n * own.length, (n + 1) * own.length));
  const weights = unfold(folded.map(({ A }) => A));
  return { output: unfold(folded.map(({ Y }) => Y)), weights, A: weights };
};

export default class extends Sizes {
  params = {
    queryProj: this.layer(this.modelDim, this.allHeadsDim),
    keyProj: this.layer(this.modelDim, this.allHeadsDim),
    valueProj: this.layer(this.modelDim, this.allHeadsDim),
    outProj: this.layer(this.allHeadsDim, this.modelDim),
  };

  private layer(inputs: number, outputs: number) {
    const normal = () => Math.sqrt(-2 * Math.log(1 - Math.random())) * Math.cos(2 * Math.PI * Math.random());
    return {
      weight: build(outputs, () => build(inputs, () => normal() / Math.sqrt(inputs))),
      bias: build(outputs, () => 0.01 * normal()),
    };
  }

  splitHeads(x: Rows[]): Rows[][] {
    const P = this.headDim;
    return x.map((X) =>
      build(this.numHeads, (s) => build(X.length, (t) => build(P, (p) => X[t][s * P + p]))),
    );
  }

  mergeHeads(x: Rows[][]): Rows[] {
    const P = x[0][0][0].length;
    return x.map((H) =>
      build(H[0].length, (t) => build(H.length * P, (i) => H[Math.floor(i / P)][t][i % P])),
    );
  }

  private project(x: Rows[], { weight, bias }: { weight: Rows; bias: number[] }): Rows[] {
    return x.map((X) =>
      X.map((token) => weight.map((w, o) => bias[o] + total(w.length, (i) => w[i] * token[i]))),
    );
  }

  forward(x: Rows[], mask?: boolean[][]) {
    const { queryProj, keyProj, valueProj, outProj } = this.params;
    const [Q, K, V] = [queryProj, keyProj, valueProj].map((layer) => this.splitHeads(this.project(x, layer)));
    const { output: Y, weights } = scaledDotProductAttention(Q, K, V, mask);
    const merged = this.mergeHeads(Y);
    const cache = new Map<string, any>(
      Object.entries({ x, Q, K, V, A: weights, merged, params: this.params }),
    );
    return { output: this.project(merged, outProj), weights, cache, mask };
  }

  backward(dOutput: Rows[], cache: Map<string, any>) {
    const [x, Q, K, V, A, merged, params] = ["x", "Q", "K", "V", "A", "merged", "params"].map((key) =>
      cache.get(key),
    );
    const [N, T, S, P] = [x.length, x[0].length, this.numHeads, this.headDim];
    const through = (dy: Rows[], { weight }: { weight: Rows }): Rows[] =>
      dy.map((D) =>
        D.map((d) => build(weight[0].length, (i) => total(weight.length, (o) => d[o] * weight[o][i]))),
      );
    const gradient = (dy: Rows[], input: Rows[]) => ({
      weight: build(dy[0][0].length, (o) =>
        build(input[0][0].length, (i) =>
          total(N * T, (k) => dy[Math.floor(k / T)][k % T][o] * input[Math.floor(k / T)][k % T][i]),
        ),
      ),
      bias: build(dy[0][0].length, (o) => total(N * T, (k) => dy[Math.floor(k / T)][k % T][o])),
    });
    const dY = this.splitHeads(through(dOutput, params.outProj));
    const each = (entry: (n: number, s: number, t: number, p: number) => number): Rows[] =>
      this.mergeHeads(build(N, (n) => build(S, (s) => build(T, (t) => build(P, (p) => entry(n, s, t, p))))));
    const dA = build(N, (n) =>
      build(S, (s) => build(T, (i) => build(T, (j) => total(P, (p) => dY[n][s][i][p] * V[n][s][j][p])))),
    );
    const dZ = build(N, (n) =>
      build(S, (s) =>
        build(T, (i) => {
          const mean = total(T, (k) => A[n][s][i][k] * dA[n][s][i][k]);
          return build(T, (j) => (A[n][s][i][j] * (dA[n][s][i][j] - mean)) / Math.sqrt(P));
        }),
      ),
    );
    const dQ = each((n, s, t, p) => total(T, (j) => dZ[n][s][t][j] * K[n][s][j][p]));
    const dK = each((n, s, t, p) => total(T, (i) => dZ[n][s][i][t] * Q[n][s][i][p]));
    const dV = each((n, s, t, p) => total(T, (i) => A[n][s][i][t] * dY[n][s][i][p]));
    const [a, b, c] = [
      through(dQ, params.queryProj),
      through(dK, params.keyProj),
      through(dV, params.valueProj),
    ];
    return {
      x: x.map((X: Rows, n: number) =>
        X.map((row, t) => row.map((_, e) => a[n][t][e] + b[n][t][e] + c[n][t][e])),
      ),
      queryProj: gradient(dQ, x),
      keyProj: gradient(dK, x),
      valueProj: gradient(dV, x),
      outProj: gradient(dOutput, merged),
    };
  }
}
