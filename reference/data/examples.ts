import type { Tensor } from "../tensor/tensor.js";

/** Inputs with their targets. */
export interface Examples {
  /** `(N, D)` */
  readonly X: Tensor;
  /** One-hot, `(N, C)`. */
  readonly Y: Tensor;
}

/**
 * The first `count` examples and the rest: one for training, say, and one for validation.
 *
 * @throws RangeError when there are not as many.
 */
export function split({ X, Y }: Examples, count: number): [Examples, Examples] {
  const rows = Array.from({ length: X.rows }, (_, row) => row);
  if (count > X.rows) throw new RangeError(`${X.rows} examples are not ${count}`);
  const take = (part: readonly number[]): Examples => ({ X: X.takeRows(part), Y: Y.takeRows(part) });
  return [take(rows.slice(0, count)), take(rows.slice(count))];
}
