import type { ScatterPicture } from "../../grader/result/index.js";
import type { Tensor } from "../../reference/tensor/tensor.js";
import { indexOf, type Label } from "./axis.js";
import { placeText, plainNumber } from "./number-text.js";

/** Analytic against numeric gradient, entry by entry: a right one lies on the diagonal. */
export function gradientScatter(analytic: Tensor, numeric: Tensor, label: Label): ScatterPicture {
  const points = [...analytic.data].map((y, at) => ({
    label: placeText(label.what, indexOf(label.axes, at)),
    x: plainNumber(numeric.data[at] ?? Number.NaN),
    y: plainNumber(y),
  }));
  return { kind: "scatter", what: label.what, xAxis: "numeric", yAxis: "analytic", points };
}
