import type { Tensor } from "../tensor/tensor.js";

/**
 * A straight line through a point on which a function is differentiated: where to evaluate it besides at the
 * point itself, and how far along the line those places are.
 */
export interface Line {
  /** At about +h, −h, +h/2 and −h/2. */
  readonly points: readonly [Tensor, Tensor, Tensor, Tensor];
  /** The distances from the point that were really taken, all positive. */
  readonly distances: readonly [number, number, number, number];
}

/** The derivative of a function along a line. */
export interface Slope {
  /** One Richardson step over central differences, `(4D(h/2) − D(h))/3`; its error is of order h⁴. */
  readonly derivative: number;
  /** `|D(h) − D(h/2)|`: large where the function is rough, noisy or has a kink nearby. */
  readonly error: number;
  /** By how much the slope jumps at the point itself: right minus left derivative, up to order h³. */
  readonly jump: number;
  /** What the rounding of the function's values alone can do to the derivative. */
  readonly noise: number;
}

/**
 * The derivative along `line` from the function's `values` at its four points and `center`, its value at the
 * point itself. NaN where a value is not finite.
 *
 * Source: Richardson's extrapolation of central differences; for the jump, the difference of the one-sided
 * differences is `jump + h·f″`, so that twice the one at h/2 minus the one at h leaves the jump alone.
 */
export function slope(line: Line, center: number, values: readonly number[]): Slope {
  const [plus = Number.NaN, minus = Number.NaN, halfPlus = Number.NaN, halfMinus = Number.NaN] = values;
  const [right, left, halfRight, halfLeft] = line.distances;
  const wide = (plus - minus) / (right + left);
  const narrow = (halfPlus - halfMinus) / (halfRight + halfLeft);
  const bend = (plus - center) / right - (center - minus) / left;
  const halfBend = (halfPlus - center) / halfRight - (center - halfMinus) / halfLeft;
  const largest = Math.max(...[center, plus, minus, halfPlus, halfMinus].map(Math.abs));
  return {
    derivative: (4 * narrow - wide) / 3,
    error: Math.abs(wide - narrow),
    jump: 2 * halfBend - bend,
    noise: (8 * Number.EPSILON * largest) / right,
  };
}
