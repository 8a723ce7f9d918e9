/** Numbers in one array, row by row, with their shape. */
export interface Tensor {
  shape: number[];
  data: number[];
}

export function tensor(nested: any): Tensor {
  const shape: number[] = [];
  for (let inner = nested; typeof inner !== "number"; inner = inner[0]) shape.push(inner.length);
  return { shape, data: nested.flat(Infinity) };
}

export function nested({ shape, data }: Tensor): any {
  return shape
    .slice(1)
    .reduceRight<any[]>(
      (items, length) =>
        Array.from({ length: items.length / length }, (_, i) => items.slice(i * length, (i + 1) * length)),
      data,
    );
}

/** The same numbers in another shape of as many. */
export const reshape = ({ data }: Tensor, ...shape: number[]): Tensor => ({ shape, data });

const volume = (shape: number[]): number => shape.reduce((a, b) => a * b, 1);

/** For "nstp" of shape (N,S,T,P): how far apart neighbours are along each letter. */
function strides(letters: string, shape: number[]): Map<string, number> {
  return new Map([...letters].map((letter, axis) => [letter, volume(shape.slice(axis + 1))]));
}

/** Einstein's summation: einsum("nid,njd->nij", A, B) multiplies matching letters and sums over those not kept. */
export function einsum(formula: string, ...operands: Tensor[]): Tensor {
  const [left, kept] = formula.split("->");
  const inputs = left.split(",");
  const sizes = new Map<string, number>();
  inputs.forEach((letters, k) =>
    [...letters].forEach((letter, axis) => sizes.set(letter, operands[k].shape[axis])),
  );
  const shape = [...kept].map((letter) => sizes.get(letter)!);
  const out: Tensor = { shape, data: new Array<number>(volume(shape)).fill(0) };
  const summed = [...sizes.keys()].filter((letter) => !kept.includes(letter));
  const letters = [...kept, ...summed];
  const steps = [...inputs.map((own, k) => strides(own, operands[k].shape)), strides(kept, shape)];
  const walk = (depth: number, offsets: number[]): void => {
    if (depth === letters.length) {
      out.data[offsets[operands.length]] += operands.reduce(
        (product, { data }, k) => product * data[offsets[k]],
        1,
      );
      return;
    }
    const step = steps.map((own) => own.get(letters[depth]) ?? 0);
    const at = [...offsets];
    for (let i = 0; i < sizes.get(letters[depth])!; i++) {
      walk(depth + 1, at);
      for (let k = 0; k < at.length; k++) at[k] += step[k];
    }
  };
  walk(0, new Array<number>(operands.length + 1).fill(0));
  return out;
}

export const combine = (f: (...values: number[]) => number, ...tensors: Tensor[]): Tensor => ({
  shape: tensors[0].shape,
  data: tensors[0].data.map((_, i) => f(...tensors.map(({ data }) => data[i]))),
});
