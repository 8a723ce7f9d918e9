// One pass over the keys with a running maximum and a running sum, in the manner of FlashAttention: no row of scores is stored.
// Unusual: backward keeps only the log-sum-exp of each query and the outputs, and finds the mean as dOutput·output.

type Tokens = number[][][];
type Heads = number[][][][];
type Mask = boolean[][];
type Linear = { weight: number[][]; bias: number[] };
type Params = { queryProj: Linear; keyProj: Linear; valueProj: Linear; outProj: Linear };

const dot = (a: number[], b: number[]): number => {
  let sum = 0;
  for (let p = a.length - 1; p >= 0; p--) sum += a[p] * b[p];
  return sum;
};

/** x += factor·y, on arrays of our own. */
const axpy = (factor: number, y: number[], x: number[]): void => {
  for (let p = 0; p < y.length; p++) x[p] += factor * y[p];
};

const allowed = (mask: Mask | undefined, i: number, j: number): boolean =>
  mask === undefined || mask[i][j] === true;

const zerosLike = <A>(a: A): A => (Array.isArray(a) ? a.map(zerosLike) : 0) as A;

/** The output of one query and the logarithm of the sum of its exponentials. */
function stream(
  q: number[],
  K: number[][],
  V: number[][],
  may: (j: number) => boolean,
): { mixed: number[]; lse: number } {
  let highest = -Infinity;
  let sum = 0;
  let mixed = V[0].map(() => 0);
  for (let j = 0; j < K.length; j++) {
    if (!may(j)) continue;
    const score = dot(q, K[j]) / Math.sqrt(q.length);
    if (score > highest) {
      // Everything so far was measured against a lower maximum.
      const shrink = Math.exp(highest - score);
      sum *= shrink;
      mixed = mixed.map((v) => v * shrink);
      highest = score;
    }
    const power = Math.exp(score - highest);
    sum += power;
    axpy(power, V[j], mixed);
  }
  return { mixed: mixed.map((v) => v / sum), lse: highest + Math.log(sum) };
}

function run(Q: Heads, K: Heads, V: Heads, mask?: Mask) {
  const streams = Q.map((own, n) =>
    own.map((queries, s) => queries.map((q, i) => stream(q, K[n][s], V[n][s], (j) => allowed(mask, i, j)))),
  );
  const output = streams.map((own) => own.map((rows) => rows.map(({ mixed }) => mixed)));
  const lse = streams.map((own) => own.map((rows) => rows.map((row) => row.lse)));
  return { output, lse };
}

/** Any weight can be had from the two vectors and the log-sum-exp of its row. */
const weight = (q: number[], k: number[], lse: number): number =>
  Math.exp(dot(q, k) / Math.sqrt(q.length) - lse);

function allWeights(Q: Heads, K: Heads, lse: number[][][], mask?: Mask): Heads {
  return Q.map((own, n) =>
    own.map((queries, s) =>
      queries.map((q, i) => K[n][s].map((k, j) => (allowed(mask, i, j) ? weight(q, k, lse[n][s][i]) : 0))),
    ),
  );
}

export function scaledDotProductAttention(Q: Heads, K: Heads, V: Heads, mask?: Mask) {
  const { output, lse } = run(Q, K, V, mask);
  return { output, weights: allWeights(Q, K, lse, mask) };
}

export class CustomMultiHeadAttention {
  numHeads: number;
  headDim: number;
  allHeadsDim: number;
  params: Params;

  constructor(numHeads: number, modelDim: number) {
    this.numHeads = numHeads;
    this.headDim = Math.floor(modelDim / numHeads);
    this.allHeadsDim = this.headDim * numHeads;
    const linear = (outputs: number, inputs: number): Linear => {
      const width = Math.sqrt(6 / (inputs + outputs));
      const draw = () => width * (2 * Math.random() - 1);
      return {
        weight: Array.from(Array(outputs), () => Array.from(Array(inputs), draw)),
        bias: Array(outputs).fill(0),
      };
    };
    this.params = {
      queryProj: linear(this.allHeadsDim, modelDim),
      keyProj: linear(this.allHeadsDim, modelDim),
      valueProj: linear(this.allHeadsDim, modelDim),
      outProj: linear(modelDim, this.allHeadsDim),
    };
  }

  splitHeads(x: Tokens): Heads {
    return x.map((tokens) =>
      Array.from({ length: this.numHeads }, (_, s) =>
        tokens.map((token) => Array.from({ length: this.headDim }, (_, p) => token[p + this.headDim * s])),
      ),
    );
  }

  mergeHeads(x: Heads): Tokens {
    return x.map((heads) => heads.reduce((left, right) => left.map((row, t) => [...row, ...right[t]])));
  }

  forward(x: Tokens, mask?: Mask) {
    const apply = (layer: Linear, input: Tokens): Tokens =>
      input.map((tokens) => tokens.map((token) => layer.bias.map((b, o) => b + dot(layer.weight[o], token))));
    const params = this.params;
    const Q = this.splitHeads(apply(params.queryProj, x));
    const K = this.splitHeads(apply(params.keyProj, x));
    const V = this.splitHeads(apply(params.valueProj, x));
    const { output: heads, lse } = run(Q, K, V, mask);
    const merged = this.mergeHeads(heads);
    return {
      output: apply(params.outProj, merged),
      weights: allWeights(Q, K, lse, mask),
      cache: { x, mask, Q, K, V, heads, lse, merged, params },
    };
  }

  backward(
    dOutput: Tokens,
    cache: ReturnType<CustomMultiHeadAttention["forward"]>["cache"],
  ): Params & { x: Tokens } {
    const { x, mask, Q, K, V, heads, lse, merged, params } = cache;
    const back = (name: keyof Params, dy: Tokens, input: Tokens, dInput: Tokens): void => {
      const gradient = { weight: zerosLike(params[name].weight), bias: zerosLike(params[name].bias) };
      dy.forEach((tokens, n) =>
        tokens.forEach((d, t) => {
          axpy(1, d, gradient.bias);
          d.forEach((value, o) => {
            axpy(value, input[n][t], gradient.weight[o]);
            axpy(value, params[name].weight[o], dInput[n][t]);
          });
        }),
      );
      results[name] = gradient;
    };
    const results: Partial<Params> = {};
    const dMerged = zerosLike(merged);
    back("outProj", dOutput, merged, dMerged);
    const d = this.splitHeads(dMerged);
    const [dQ, dK, dV] = [zerosLike(Q), zerosLike(K), zerosLike(V)];
    Q.forEach((own, n) =>
      own.forEach((queries, s) =>
        queries.forEach((q, i) => {
          const mean = dot(d[n][s][i], heads[n][s][i]);
          K[n][s].forEach((k, j) => {
            if (!allowed(mask, i, j)) return;
            const w = weight(q, k, lse[n][s][i]);
            const dScore = (w * (dot(d[n][s][i], V[n][s][j]) - mean)) / Math.sqrt(this.headDim);
            axpy(dScore, k, dQ[n][s][i]);
            axpy(dScore, q, dK[n][s][j]);
            axpy(w, d[n][s][i], dV[n][s][j]);
          });
        }),
      ),
    );
    const dx = zerosLike(x);
    back("queryProj", this.mergeHeads(dQ), x, dx);
    back("keyProj", this.mergeHeads(dK), x, dx);
    back("valueProj", this.mergeHeads(dV), x, dx);
    return { ...(results as Params), x: dx };
  }
}
