import { Tensor } from "../tensor/tensor.js";

/**
 * Labels as one-hot rows `(N, C)`: 1 in the label's column, 0 elsewhere.
 *
 * @throws RangeError when a label is no whole number from 0 to C − 1.
 */
export function oneHot(labels: readonly number[], classes: number): Tensor {
  const rows = Tensor.zeros([labels.length, classes]);
  labels.forEach((label, row) => {
    if (!Number.isInteger(label) || label < 0 || label >= classes) throw new RangeError(`no class ${label}`);
    rows.data[row * classes + label] = 1;
  });
  return rows;
}
