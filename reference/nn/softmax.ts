import { Tensor } from "../tensor/tensor.js";

/**
 * The softmax of every row of `z (N, C)`: `e^z / Σ e^z`. The row's largest entry is subtracted first, which
 * changes nothing in exact arithmetic and keeps `exp` from overflowing.
 */
export function softmax(z: Tensor): Tensor {
  const rows = z.toRows().map((row) => {
    const largest = Math.max(...row);
    const powers = row.map((value) => Math.exp(value - largest));
    const total = powers.reduce((sum, power) => sum + power, 0);
    return powers.map((power) => power / total);
  });
  return Tensor.of(z.shape, rows.flat()); // (N, C)
}

/**
 * The gradient with respect to `z`, from the one with respect to `y = softmax(z)`: for every row
 * `y∘(dy − Σ dy∘y)`, the product with the Jacobian `diag(y) − yyᵀ`.
 *
 * @param dy gradient of the loss with respect to `y`, `(N, C)`
 * @param y what `softmax` gave, `(N, C)`
 */
export function softmaxBackward(dy: Tensor, y: Tensor): Tensor {
  const weighted = dy.times(y); // (N, C)
  const totals = weighted.toRows().map((row) => row.reduce((sum, value) => sum + value, 0)); // (N)
  return weighted.minus(y.map((value, offset) => value * (totals[Math.floor(offset / y.columns)] ?? 0)));
}
