import { sameShape, showShape } from "./shape.js";
import { Tensor } from "./tensor.js";

/**
 * The matrix products of two stacks of matrices: `(..., n, k)` times `(..., k, m)` is `(..., n, m)`, the leading
 * dimensions being the same.
 *
 * @throws RangeError when the leading or the inner dimensions differ, or one of the two has no two last axes.
 */
export function matmulEach(left: Tensor, right: Tensor): Tensor {
  const [stack, n, k] = matrices(left);
  const [otherStack, inner, m] = matrices(right);
  if (!sameShape(stack, otherStack) || k !== inner) {
    throw new RangeError(`matmulEach: ${showShape(left.shape)} and ${showShape(right.shape)} do not fit`);
  }
  const product = Tensor.zeros([...stack, n, m]);
  for (let i = 0; i * n * m < product.data.length; i++) {
    const a = Tensor.of([n, k], left.data.subarray(i * n * k, (i + 1) * n * k));
    const b = Tensor.of([k, m], right.data.subarray(i * k * m, (i + 1) * k * m));
    product.data.set(a.matmul(b).data, i * n * m);
  }
  return product;
}

/**
 * Every matrix of a stack `(..., n, m)` transposed: `(..., m, n)`.
 *
 * @throws RangeError when there are no two last axes.
 */
export function transposeEach(tensor: Tensor): Tensor {
  const [stack, n, m] = matrices(tensor);
  return Tensor.zeros([...stack, m, n]).map((_, offset) => {
    const row = Math.floor(offset / n) % m;
    const first = offset - (offset % (n * m)); // where this matrix begins
    return tensor.data[first + (offset % n) * m + row] ?? 0;
  });
}

/** The leading dimensions and the two last ones. */
function matrices({ shape }: Tensor): [stack: readonly number[], rows: number, columns: number] {
  const [rows, columns] = shape.slice(-2);
  if (rows === undefined || columns === undefined)
    throw new RangeError(`${showShape(shape)} holds no matrix`);
  return [shape.slice(0, -2), rows, columns];
}
