import { Tensor } from "../../reference/tensor/tensor.js";

/** What lies at `indices` along an axis, in that order: of `(N, T, E)` along axis 1, `(N, indices.length, E)`. */
export function take({ shape, data }: Tensor, axis: number, indices: readonly number[]): Tensor {
  const size = shape[axis] ?? 1;
  const inner = shape.slice(axis + 1).reduce((product, each) => product * each, 1);
  const outer = data.length / (size * inner);
  const taken = Tensor.zeros([...shape.slice(0, axis), indices.length, ...shape.slice(axis + 1)]);
  for (let block = 0; block < outer; block++) {
    indices.forEach((index, i) => {
      const from = (block * size + index) * inner;
      taken.data.set(data.subarray(from, from + inner), (block * indices.length + i) * inner);
    });
  }
  return taken;
}
