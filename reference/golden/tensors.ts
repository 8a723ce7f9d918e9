import { Tensor } from "../tensor/tensor.js";
import { GoldenError } from "./golden-error.js";
import type { GoldenTensor } from "./format.js";

/** Tensors by name as a golden file holds them. */
export function store(tensors: Readonly<Record<string, Tensor>>): Record<string, GoldenTensor> {
  return Object.fromEntries(
    Object.entries(tensors).map(([name, { shape, data }]) => [name, { shape: [...shape], data: [...data] }]),
  );
}

/**
 * The tensor of that name.
 *
 * @throws GoldenError when there is none.
 */
export function restore(tensors: Readonly<Record<string, GoldenTensor>>, name: string): Tensor {
  const stored = tensors[name];
  if (stored === undefined) throw new GoldenError("golden", `no tensor named ${name}`);
  return Tensor.of(stored.shape, stored.data);
}
