import { dot } from "./vector";

type Heads = number[][][][];

/** The reading of a soft dictionary: each query asks every key and gets a blend of the values. */
function* readings(Q: Heads, K: Heads, V: Heads, mask?: boolean[][]) {
  for (const [n, heads] of Q.entries()) {
    for (const [s, queries] of heads.entries()) {
      for (const [i, query] of queries.entries()) {
        let scores = K[n][s].map((key) => dot(query, key) / query.length ** 0.5);
        if (mask) scores = scores.map((score, j) => (mask[i][j] ? score : -Number.MAX_VALUE));
        const powers = scores.map((score) => Math.exp(score - Math.max(...scores)));
        const total = powers.reduce((a, b) => a + b);
        const weights = powers.map((power) => power / total);
        const output = V[n][s][0].map((_, p) =>
          weights.reduce((sum, weight, j) => sum + weight * V[n][s][j][p], 0),
        );
        yield { n, s, weights, output };
      }
    }
  }
}

export function scaledDotProductAttention(Q: Heads, K: Heads, V: Heads, mask?: boolean[][]) {
  const empty = (): Heads => Q.map((heads) => heads.map(() => []));
  const result = { output: empty(), weights: empty() };
  for (const { n, s, weights, output } of readings(Q, K, V, mask)) {
    result.weights[n][s].push(weights);
    result.output[n][s].push(output);
  }
  return result;
}
