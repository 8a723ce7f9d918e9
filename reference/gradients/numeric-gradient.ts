import { Tensor } from "../tensor/tensor.js";
import type { Line } from "./line.js";
import { judge, type NumericPlan, type NumericVerdict, planLines, slopesOf, STEP } from "./numeric-plan.js";

/** A gradient from function values. */
export interface NumericGradient extends NumericVerdict {
  /** Of the shape of the point. */
  readonly gradient: Tensor;
  /** An estimate of each entry's error, of the shape of the point; the `slack` for `compare`. */
  readonly error: Tensor;
}

/**
 * Plans the numeric gradient of a function of one tensor: for every entry x the line along it, with the step
 * `h = 1e-3·max(1, |x|)`. That makes `1 + 4n` points for n entries.
 */
export function planNumericGradient(point: Tensor): NumericPlan {
  const lines = Array.from(point.data, (value, offset): Line => {
    const h = STEP * Math.max(1, Math.abs(value));
    const places = [value + h, value - h, value + h / 2, value - h / 2] as const;
    const moved = (to: number): Tensor => point.map((same, i) => (i === offset ? to : same));
    return {
      points: [moved(places[0]), moved(places[1]), moved(places[2]), moved(places[3])],
      // not h: the sum was rounded, and the distance really taken is known exactly
      distances: [places[0] - value, value - places[1], places[2] - value, value - places[3]],
    };
  });
  return planLines(point, lines);
}

/**
 * The gradient from the function's values at the points of a `planNumericGradient` for the same `point`.
 *
 * @throws RangeError when there are not as many values as points.
 */
export function numericGradient(plan: NumericPlan, values: readonly number[]): NumericGradient {
  const shape = plan.points[0]?.shape ?? [];
  const slopes = slopesOf(plan, values);
  return {
    gradient: Tensor.of(
      shape,
      slopes.map(({ derivative }) => derivative),
    ),
    error: Tensor.of(
      shape,
      slopes.map(({ error, noise }) => error + noise),
    ),
    ...judge(slopes),
  };
}

/** `numericGradient` of a function that can simply be called. */
export function numericGradientOf(f: (point: Tensor) => number, point: Tensor): NumericGradient {
  const plan = planNumericGradient(point);
  return numericGradient(plan, plan.points.map(f));
}
