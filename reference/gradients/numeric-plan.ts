import type { Tensor } from "../tensor/tensor.js";
import { type Line, type Slope, slope } from "./line.js";
import { TOLERANCE } from "./tolerance.js";

/**
 * Where to evaluate a function in order to differentiate it. The function may live anywhere: evaluate it at
 * every one of `points`, in any order, and hand the values, in the order of `points`, to the combining half.
 */
export interface NumericPlan {
  /** The point itself, then four for every line. */
  readonly points: readonly Tensor[];
  readonly lines: readonly Line[];
}

/** How far a numeric derivative can be trusted. */
export interface NumericVerdict {
  /**
   * Whether it says nothing, because a value was not finite or the error estimate is above 1e-4 of the largest
   * entry: take another point, do not judge by this one. Never a failure of what is being checked.
   */
  readonly inconclusive: boolean;
  /** The lines, by number, on which the slope jumps: no gradient exists there, and analytic ones may differ. */
  readonly kinks: readonly number[];
}

/** The step relative to the size of the entry; the error of a Richardson step is least near 2e-3. */
export const STEP = 1e-3;

/** A plan for any lines through `point`. */
export function planLines(point: Tensor, lines: readonly Line[]): NumericPlan {
  return { points: [point, ...lines.flatMap((line) => line.points)], lines };
}

/**
 * The slope on every line of a plan.
 *
 * @throws RangeError when there are not as many values as points.
 */
export function slopesOf({ points, lines }: NumericPlan, values: readonly number[]): Slope[] {
  if (values.length !== points.length) {
    throw new RangeError(`${values.length} values for ${points.length} points`);
  }
  const center = values[0] ?? Number.NaN;
  return lines.map((line, i) => slope(line, center, values.slice(1 + 4 * i, 5 + 4 * i)));
}

/** How far the slopes of one tensor can be trusted. */
export function judge(slopes: readonly Slope[]): NumericVerdict {
  const size = Math.max(0, ...slopes.map(({ derivative }) => Math.abs(derivative)));
  const trusted = ({ error, noise }: Slope): boolean => error <= TOLERANCE.inconclusive * size + noise;
  // the jump is a difference of eight rounded values, hence the eight
  const bent = ({ jump, noise }: Slope): boolean => Math.abs(jump) > TOLERANCE.kink * size + 8 * noise;
  return {
    inconclusive: !slopes.every(trusted),
    kinks: slopes.flatMap((line, i) => (bent(line) ? [i] : [])),
  };
}
