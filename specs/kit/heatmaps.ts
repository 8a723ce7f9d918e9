import type { AxisIndex, HeatmapPicture } from "../../grader/result/index.js";
import type { Tensor } from "../../reference/tensor/tensor.js";
import type { Label } from "./axis.js";
import { placeText, plainNumber } from "./number-text.js";
import { matrixAxes, worstSlices, type Slice } from "./slices.js";

function pictureOf(
  slice: Slice,
  label: Label,
  whole: boolean,
  scale: HeatmapPicture["scale"],
): HeatmapPicture {
  const { row, column } = matrixAxes(label);
  const fixed: AxisIndex[] = slice.fixed;
  return {
    kind: "heatmap",
    what: placeText(label.what, fixed),
    ...(whole ? {} : { slice: fixed }),
    ...(scale === undefined ? {} : { scale }),
    rowAxis: row.name,
    columnAxis: column.name,
    rows: row.size,
    columns: column.size,
    got: [...slice.got.data].map(plainNumber),
    expected: [...slice.expected.data].map(plainNumber),
    error: [...slice.got.minus(slice.expected).data].map((value) => plainNumber(Math.abs(value))),
  };
}

/** The largest finite size among the numbers; 0 where there is none. */
function largest(tensors: readonly Tensor[]): number {
  const sizes = tensors.flatMap(({ data }) => [...data].map(Math.abs)).filter(Number.isFinite);
  return sizes.reduce((most, size) => Math.max(most, size), 0);
}

/**
 * Got, expected and their difference in colours. Give it whole tensors: a matrix or a vector is one picture. Of a
 * tensor with more axes it shows where it is farthest off: of hidden states `(N, T, H)` the worst example, steps down
 * and units across; of attention weights `(N, S, Tq, Tk)` the worst example with a picture for each head (the worst
 * four where there are more), queries down, keys across, on one colour scale.
 *
 * A failed {@link expectClose} shows these pictures by itself; call this for what a check shows beyond that:
 *
 * ```ts
 * for (const picture of heatmapsOf(weights, right, label)) context.picture(picture);
 * ```
 *
 * @param label names the axes by terms of `term.json` (`example`, `head`, `query`, `key`, `step`, `hidden`, …)
 */
export function heatmapsOf(got: Tensor, expected: Tensor, label: Label): HeatmapPicture[] {
  const slices = worstSlices(got, expected, label);
  const shared = {
    value: largest(slices.map((slice) => slice.expected)) || largest(slices.map((slice) => slice.got)),
    error: largest(slices.map((slice) => slice.got.minus(slice.expected))),
  };
  const scale = slices.length > 1 ? shared : undefined;
  return slices.map((slice) => pictureOf(slice, label, label.axes.length <= 2, scale));
}
