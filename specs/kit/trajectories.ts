import type { AxisIndex, LinesPicture, PlainNumber } from "../../grader/result/index.js";
import type { Tensor } from "../../reference/tensor/tensor.js";
import { indexOf, type Label } from "./axis.js";
import { plainNumber } from "./number-text.js";
import { worstOffset } from "./slices.js";

/** What the axis of time steps is called in every label; {@link expectClose} draws trajectories along it. */
export const TIME: string = "step";

/**
 * How an entry goes through time, got beside expected: the trajectory of the unit that is farthest off, in the example
 * where it is. For hidden states `(N, T, H)` that is `h[n][t][j]` for the worst `n` and `j` over all `t`.
 *
 * A failed {@link expectClose} adds it by itself where the label has an axis named `step` with several steps.
 *
 * @param along the name of the axis that runs across the picture
 * @throws RangeError when no axis has that name.
 */
export function trajectoryOf(
  got: Tensor,
  expected: Tensor,
  label: Label,
  along: string = TIME,
): LinesPicture {
  const axis = label.axes.findIndex(({ name }) => name === along);
  const steps = label.axes[axis]?.size;
  if (steps === undefined) throw new RangeError(`${label.what} has no axis named ${along}`);
  const worst = worstOffset(got, expected);
  const index = indexOf(label.axes, worst);
  const stride = label.axes.slice(axis + 1).reduce((size, after) => size * after.size, 1);
  const first = worst - (index[axis]?.index ?? 0) * stride;
  const values = (tensor: Tensor): PlainNumber[] =>
    Array.from({ length: steps }, (_, step) => plainNumber(tensor.data[first + step * stride] ?? Number.NaN));
  const slice: AxisIndex[] = index.filter(({ name }) => name !== along);
  const place = index.map(
    (at) => `[${at.name === along ? (label.axes[axis]?.letter ?? "").toLowerCase() : at.index}]`,
  );
  return {
    kind: "lines",
    what: label.what + place.join(""),
    slice,
    first: 0,
    xAxis: along,
    yAxis: "value",
    series: [
      { name: "submission", values: values(got) },
      { name: "expected", values: values(expected) },
    ],
  };
}
