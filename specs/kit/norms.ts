import type { LinesPicture } from "../../grader/result/index.js";
import type { Tensor } from "../../reference/tensor/tensor.js";
import { plainNumber } from "./number-text.js";

// Within two decades a linear axis still shows the small values.
const DECADES = 2;

/** Euclidean norm of each step's slice of `gradient (N, T, H)`, over all examples and units: T numbers. */
export function normsByStep(gradient: Tensor): number[] {
  const [N = 0, T = 0, H = 0] = gradient.shape;
  return Array.from({ length: T }, (_, t) => {
    let squares = 0;
    for (let n = 0; n < N; n++) {
      for (let j = 0; j < H; j++) squares += gradient.at(n, t, j) ** 2;
    }
    return Math.sqrt(squares);
  });
}

function spansDecades(values: readonly number[]): boolean {
  const positive = values.filter((value) => value > 0 && Number.isFinite(value));
  return Math.max(...positive) / Math.min(...positive) >= 10 ** DECADES;
}

/**
 * Gradient norms over time, one curve for each entry of `series`; the y axis is logarithmic where they span decades.
 * The first curve is drawn most plainly: put the submission's there.
 *
 * ```ts
 * context.picture(
 *   gradientNorms("dX", { "RNN, submission": normsByStep(dX), "RNN, reference": normsByStep(right.X) }),
 * );
 * ```
 *
 * @param series values by step, by the name of their curve: terms of `term.json` (`submission`, `reference`, …) or
 *   names that every language shares (`RNN`, `LSTM`), joined by commas
 */
export function gradientNorms(
  what: string,
  series: Readonly<Record<string, readonly number[]>>,
): LinesPicture {
  const yScale = spansDecades(Object.values(series).flat()) ? "log" : "linear";
  return {
    kind: "lines",
    what,
    first: 0,
    yScale,
    xAxis: "step",
    yAxis: "gradient-norm",
    series: Object.entries(series).map(([name, values]) => ({ name, values: values.map(plainNumber) })),
  };
}
