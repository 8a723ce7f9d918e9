import { DotProduct } from "./dot-product";
import { Matrix } from "./math/matrix";

type Heads = number[][][][];

export function scaledDotProductAttention(Q: Heads, K: Heads, V: Heads, mask?: boolean[][]) {
  const heads = Q.map((example, n) =>
    example.map(
      (_, s) => new DotProduct(Matrix.from(Q[n][s]), Matrix.from(K[n][s]), Matrix.from(V[n][s]), mask),
    ),
  );
  return {
    output: heads.map((example) => example.map((head) => head.output.toArray())),
    weights: heads.map((example) => example.map((head) => head.weights.toArray())),
  };
}
