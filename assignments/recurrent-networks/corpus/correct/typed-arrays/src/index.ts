// Flat Float64Arrays do the arithmetic, one matrix of the whole batch for every step.
// Unusual: the innermost rows of params and of every result are Float64Arrays, and tanh' is 1/cosh² of a kept pre-activation.

export { RNN } from "./rnn";
export { LSTM } from "./lstm";
export { GRU } from "./gru";

type Leaf = ArrayLike<number> & Iterable<number>;

export function clipGradients(grads: Record<string, Leaf | Leaf[]>, maxNorm: number) {
  const rowsOf = (value: Leaf | Leaf[]): Leaf[] => (typeof value[0] === "number" ? [value] : value) as Leaf[];
  const norm = Math.hypot(
    ...Object.values(grads).flatMap((value) => rowsOf(value).map((row) => Math.hypot(...row))),
  );
  const scale = Math.min(1, maxNorm / norm);
  const clip = (row: Leaf): Float64Array =>
    Float64Array.from(row, (entry) => (norm > maxNorm ? scale * entry : entry));
  return Object.fromEntries(
    Object.entries(grads).map(([name, value]) => {
      const rows = rowsOf(value).map(clip);
      return [name, typeof value[0] === "number" ? rows[0] : rows];
    }),
  );
}
