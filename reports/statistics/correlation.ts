import { mean } from "./average.js";

/** Two points always lie on a line, which says nothing. */
const FEWEST = 3;

// Sums of points such as 0.1 + 0.2 differ in their last digits where they ought to be equal.
const ROUNDING = 1e-9;

/** How far each value lies from their mean; null where they are all alike up to rounding. */
function deviations(values: readonly number[]): number[] | null {
  const middle = mean(values) ?? 0;
  const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const from = values.map((value) => value - middle);
  return from.some((deviation) => Math.abs(deviation) > ROUNDING * largest) ? from : null;
}

function product(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, index) => sum + value * (b[index] ?? 0), 0);
}

/**
 * Pearson's correlation of two lists of equal length, from -1 to 1.
 *
 * @returns null where it is undefined: one list is all alike, or there are fewer than three pairs.
 */
export function correlation(xs: readonly number[], ys: readonly number[]): number | null {
  if (xs.length < FEWEST) return null;
  const [x, y] = [deviations(xs), deviations(ys)];
  if (x === null || y === null) return null;
  const r = product(x, y) / Math.sqrt(product(x, x) * product(y, y));
  return Math.min(1, Math.max(-1, r));
}
