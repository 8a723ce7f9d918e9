import type { AxisIndex } from "../../grader/result/index.js";
import { Tensor } from "../../reference/tensor/tensor.js";
import type { Axis, Label } from "./axis.js";

/** How many matrices of a tensor a report shows at most: more than this nobody compares. */
const MOST_SLICES = 4;

/** A matrix within a tensor: what an index along every axis but the last two leaves. */
export interface Slice {
  readonly fixed: AxisIndex[];
  readonly got: Tensor;
  readonly expected: Tensor;
}

/** The offset of the entry that is farthest off; what is not a number is farther off than any number. */
export function worstOffset(got: Tensor, expected: Tensor): number {
  let [worst, largest] = [0, -1];
  got.data.forEach((value, offset) => {
    const miss = Math.abs(value - (expected.data[offset] ?? Number.NaN));
    const size = Number.isNaN(miss) ? Infinity : miss;
    if (size > largest) [worst, largest] = [offset, size];
  });
  return worst;
}

/** The axes of a slice: all in one where there are none, so that a number and a vector are matrices of one row. */
export function matrixAxes(label: Label): { row: Axis; column: Axis } {
  const [row, column] = [{ letter: "", name: "", size: 1 }, ...label.axes].slice(-2);
  const none: Axis = { letter: "", name: "", size: 1 };
  return { row: (label.axes.length > 0 ? row : none) ?? none, column: column ?? none };
}

/** The slice that begins `start` matrices into the tensor. */
function sliceAt(got: Tensor, expected: Tensor, label: Label, start: number): Slice {
  const { row, column } = matrixAxes(label);
  const size = row.size * column.size;
  let rest = start;
  const fixed: AxisIndex[] = [];
  for (const axis of label.axes.slice(0, -2).toReversed()) {
    fixed.unshift({ name: axis.name, index: rest % axis.size });
    rest = Math.floor(rest / axis.size);
  }
  const matrix = (tensor: Tensor): Tensor =>
    Tensor.of([row.size, column.size], tensor.data.slice(start * size, (start + 1) * size));
  return { fixed, got: matrix(got), expected: matrix(expected) };
}

/**
 * The matrices of a tensor that tell most about where it is wrong. Of `(N, T, H)` it is the one with the entry that is
 * farthest off; of `(N, S, T, T)` all `S` of the same example, or the four worst of them.
 */
export function worstSlices(got: Tensor, expected: Tensor, label: Label): Slice[] {
  const { row, column } = matrixAxes(label);
  const worst = Math.floor(worstOffset(got, expected) / (row.size * column.size));
  const beside = label.axes.length > 3 ? (label.axes.at(-3)?.size ?? 1) : 1;
  const first = worst - (worst % beside);
  const slices = Array.from({ length: beside }, (_, i) => sliceAt(got, expected, label, first + i));
  const miss = (slice: Slice): number => {
    const at = worstOffset(slice.got, slice.expected);
    const size = Math.abs((slice.got.data[at] ?? 0) - (slice.expected.data[at] ?? 0));
    return Number.isNaN(size) ? Infinity : size;
  };
  const shown = slices.toSorted((a, b) => (miss(a) < miss(b) ? 1 : -1)).slice(0, MOST_SLICES);
  return slices.filter((slice) => shown.includes(slice));
}
