import type { Random } from "../../reference/random/random.js";
import { Tensor } from "../../reference/tensor/tensor.js";

/**
 * A random matrix `(n, n)` that changes no length: its columns are orthonormal.
 *
 * Source: Gram–Schmidt on random normal vectors.
 */
export function orthogonal(random: Random, n: number): Tensor {
  const basis: number[][] = [];
  while (basis.length < n) {
    let vector = Array.from({ length: n }, () => random.normal());
    for (const unit of basis) {
      const along = unit.reduce((sum, value, i) => sum + value * (vector[i] ?? 0), 0);
      vector = vector.map((value, i) => value - along * (unit[i] ?? 0));
    }
    const length = Math.hypot(...vector);
    // Too near to what is there already for what is left of it to be exact.
    if (length > 0.1) basis.push(vector.map((value) => value / length));
  }
  return Tensor.of([n, n], basis.flat());
}
