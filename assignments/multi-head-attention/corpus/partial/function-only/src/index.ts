// Only scaledDotProductAttention is there; the class has not been begun.

// Letters: N batch, T tokens, E model dimension, S heads, P head dimension; Tq queries, Tk keys.

/** true = this query may attend to this key: (Tq,Tk). */
export type Mask = boolean[][];

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
