/** A sum of points without the dust that floating-point addition leaves: exact to a millionth of a point. */
export function totalPoints(points: readonly number[]): number {
  return Math.round(points.reduce((sum, value) => sum + value, 0) * 1e6) / 1e6;
}

/** Points with at most two decimals and no trailing zeros, such as `7`, `2.5`. */
export function shownPoints(points: number): string {
  return String(Number(points.toFixed(2)));
}
