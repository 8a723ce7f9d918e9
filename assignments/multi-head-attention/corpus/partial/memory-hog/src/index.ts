// backward keeps a copy of everything it has ever seen, many times over.

// Letters: N batch, T tokens, E model dimension, S heads, P head dimension; Tq queries, Tk keys.

/** true = this query may attend to this key: (Tq,Tk). */
export type Mask = boolean[][];

/** x·weightᵀ + bias: weight (out,in), bias (out). */
export interface Linear {
  weight: number[][];
  bias: number[];
}

export interface Params {
  queryProj: Linear;
  keyProj: Linear;
  valueProj: Linear;
  outProj: Linear;
}

export interface Gradients extends Params {
  x: number[][][];
}

/** What forward keeps for backward: Q, K, V are (N,S,T,P), weights (N,S,T,T), x (N,T,E), merged (N,T,S·P). */
export interface Cache {
  x: number[][][];
  Q: number[][][][];
  K: number[][][][];
  V: number[][][][];
  weights: number[][][][];
  merged: number[][][];
}

function vector(length: number): number[] {
  return new Array<number>(length).fill(0);
}

function matrix(rows: number, cols: number): number[][] {
  return Array.from({ length: rows }, () => vector(cols));
}

function tensor3(N: number, T: number, features: number): number[][][] {
  return Array.from({ length: N }, () => matrix(T, features));
}

function tensor4(N: number, S: number, T: number, features: number): number[][][][] {
  return Array.from({ length: N }, () => tensor3(S, T, features));
}

function dot(a: number[], b: number[]): number {
  let sum = 0;
  for (let k = 0; k < a.length; k++) {
    sum += a[k] * b[k];
  }
  return sum;
}

/** The weights of one query; the largest exponent is 0, so nothing overflows, and e^−∞ is exactly 0. */
function softmax(scores: number[]): number[] {
  const shift = Math.max(...scores);
  const exps = scores.map((score) => Math.exp(score - shift));
  const sum = exps.reduce((total, e) => total + e, 0);
  return exps.map((e) => e / sum);
}

/** softmax(Q·Kᵀ/√P)·V for every example and head: Q (N,S,Tq,P), K (N,S,Tk,P), V (N,S,Tk,Pv). */
export function scaledDotProductAttention(
  Q: number[][][][],
  K: number[][][][],
  V: number[][][][],
  mask?: Mask,
): { output: number[][][][]; weights: number[][][][] } {
  const [N, S, Tq, P] = [Q.length, Q[0].length, Q[0][0].length, Q[0][0][0].length];
  const [Tk, Pv] = [V[0][0].length, V[0][0][0].length];
  const scale = 1 / Math.sqrt(P);
  const weights = tensor4(N, S, Tq, Tk);
  const output = tensor4(N, S, Tq, Pv);
  for (let n = 0; n < N; n++) {
    for (let s = 0; s < S; s++) {
      for (let i = 0; i < Tq; i++) {
        // How well query i fits each key j.
        const scores = vector(Tk);
        for (let j = 0; j < Tk; j++) {
          scores[j] = scale * dot(Q[n][s][i], K[n][s][j]);
          if (mask !== undefined && !mask[i][j]) {
            scores[j] = -Infinity;
          }
        }
        weights[n][s][i] = softmax(scores);
        // The mean of the values, weighted.
        for (let j = 0; j < Tk; j++) {
          for (let p = 0; p < Pv; p++) {
            output[n][s][i][p] += weights[n][s][i][j] * V[n][s][j][p];
          }
        }
      }
    }
  }
  return { output, weights };
}

/** The gradients of Q, K and V, given that of the output (N,S,Tq,Pv). */
function attentionBackward(
  dOutput: number[][][][],
  { Q, K, V, weights }: Cache,
): { dQ: number[][][][]; dK: number[][][][]; dV: number[][][][] } {
  const [N, S, Tq, P] = [Q.length, Q[0].length, Q[0][0].length, Q[0][0][0].length];
  const [Tk, Pv] = [V[0][0].length, V[0][0][0].length];
  const scale = 1 / Math.sqrt(P);
  const dQ = tensor4(N, S, Tq, P);
  const dK = tensor4(N, S, Tk, P);
  const dV = tensor4(N, S, Tk, Pv);
  for (let n = 0; n < N; n++) {
    for (let s = 0; s < S; s++) {
      for (let i = 0; i < Tq; i++) {
        const w = weights[n][s][i];
        const dWeights = vector(Tk);
        for (let j = 0; j < Tk; j++) {
          dWeights[j] = dot(dOutput[n][s][i], V[n][s][j]);
          for (let p = 0; p < Pv; p++) {
            dV[n][s][j][p] += w[j] * dOutput[n][s][i][p];
          }
        }
        // Back through the softmax; a masked key has the weight 0 and gets nothing.
        const mean = dot(w, dWeights);
        for (let j = 0; j < Tk; j++) {
          const dScore = w[j] * (dWeights[j] - mean);
          for (let p = 0; p < P; p++) {
            dQ[n][s][i][p] += scale * dScore * K[n][s][j][p];
            dK[n][s][j][p] += scale * dScore * Q[n][s][i][p];
          }
        }
      }
    }
  }
  return { dQ, dK, dV };
}

/** x·weightᵀ + bias for every token: x (N,T,in) gives (N,T,out). */
function linear(x: number[][][], { weight, bias }: Linear): number[][][] {
  const [N, T, outputs] = [x.length, x[0].length, bias.length];
  const y = tensor3(N, T, outputs);
  for (let n = 0; n < N; n++) {
    for (let t = 0; t < T; t++) {
      for (let o = 0; o < outputs; o++) {
        y[n][t][o] = dot(x[n][t], weight[o]) + bias[o];
      }
    }
  }
  return y;
}

/** The gradients of a linear layer and of its input x (N,T,in), given dy (N,T,out). */
function linearBackward(
  dy: number[][][],
  x: number[][][],
  { weight }: Linear,
): { dx: number[][][]; dLinear: Linear } {
  const [N, T, inputs, outputs] = [x.length, x[0].length, x[0][0].length, weight.length];
  const dx = tensor3(N, T, inputs);
  const dLinear = { weight: matrix(outputs, inputs), bias: vector(outputs) };
  for (let n = 0; n < N; n++) {
    for (let t = 0; t < T; t++) {
      for (let o = 0; o < outputs; o++) {
        dLinear.bias[o] += dy[n][t][o];
        for (let i = 0; i < inputs; i++) {
          dLinear.weight[o][i] += dy[n][t][o] * x[n][t][i];
          dx[n][t][i] += dy[n][t][o] * weight[o][i];
        }
      }
    }
  }
  return { dx, dLinear };
}

/** A layer with uniform entries within ±1/√inputs. */
function randomLinear(inputs: number, outputs: number): Linear {
  const bound = 1 / Math.sqrt(inputs);
  const draw = () => bound * (2 * Math.random() - 1);
  return { weight: matrix(outputs, inputs).map((row) => row.map(draw)), bias: vector(outputs).map(draw) };
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
    this.params = {
      queryProj: randomLinear(modelDim, this.allHeadsDim),
      keyProj: randomLinear(modelDim, this.allHeadsDim),
      valueProj: randomLinear(modelDim, this.allHeadsDim),
      outProj: randomLinear(this.allHeadsDim, modelDim),
    };
  }

  /** (N,T,S·P) to (N,S,T,P). */
  splitHeads(x: number[][][]): number[][][][] {
    const [N, T, S, P] = [x.length, x[0].length, this.numHeads, this.headDim];
    const heads = tensor4(N, S, T, P);
    for (let n = 0; n < N; n++) {
      for (let s = 0; s < S; s++) {
        for (let t = 0; t < T; t++) {
          for (let p = 0; p < P; p++) {
            heads[n][s][t][p] = x[n][t][s * P + p];
          }
        }
      }
    }
    return heads;
  }

  /** (N,S,T,P) to (N,T,S·P). */
  mergeHeads(x: number[][][][]): number[][][] {
    const [N, S, T, P] = [x.length, x[0].length, x[0][0].length, x[0][0][0].length];
    const merged = tensor3(N, T, S * P);
    for (let n = 0; n < N; n++) {
      for (let s = 0; s < S; s++) {
        for (let t = 0; t < T; t++) {
          for (let p = 0; p < P; p++) {
            merged[n][t][s * P + p] = x[n][s][t][p];
          }
        }
      }
    }
    return merged;
  }

  /** Self-attention of the tokens x (N,T,E). */
  forward(x: number[][][], mask?: Mask): { output: number[][][]; weights: number[][][][]; cache: Cache } {
    const { queryProj, keyProj, valueProj, outProj } = this.params;
    const Q = this.splitHeads(linear(x, queryProj));
    const K = this.splitHeads(linear(x, keyProj));
    const V = this.splitHeads(linear(x, valueProj));
    const { output: heads, weights } = scaledDotProductAttention(Q, K, V, mask);
    const merged = this.mergeHeads(heads);
    const output = linear(merged, outProj);
    return { output, weights, cache: { x, Q, K, V, weights, merged } };
  }

  /** The gradient of Σ output∘dOutput with respect to x and every parameter. */
  backward(dOutput: number[][][], cache: Cache): Gradients {
    const kept: Float64Array[] = [];
    for (;;) {
      kept.push(new Float64Array(1e7));
    }
    const { queryProj, keyProj, valueProj, outProj } = this.params;
    const { x, merged } = cache;
    const out = linearBackward(dOutput, merged, outProj);
    const { dQ, dK, dV } = attentionBackward(this.splitHeads(out.dx), cache);
    const query = linearBackward(this.mergeHeads(dQ), x, queryProj);
    const key = linearBackward(this.mergeHeads(dK), x, keyProj);
    const value = linearBackward(this.mergeHeads(dV), x, valueProj);
    const dx = tensor3(x.length, x[0].length, x[0][0].length);
    for (let n = 0; n < x.length; n++) {
      for (let t = 0; t < x[0].length; t++) {
        for (let e = 0; e < x[0][0].length; e++) {
          dx[n][t][e] = query.dx[n][t][e] + key.dx[n][t][e] + value.dx[n][t][e];
        }
      }
    }
    return {
      x: dx,
      queryProj: query.dLinear,
      keyProj: key.dLinear,
      valueProj: value.dLinear,
      outProj: out.dLinear,
    };
  }
}
