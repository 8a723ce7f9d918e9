/** A sum of points without the dust that floating-point addition leaves: exact to a millionth of a point. */
export function totalPoints(points: readonly number[]): number {
  return Math.round(points.reduce((sum, value) => sum + value, 0) * 1e6) / 1e6;
}

/** Points with at most two decimals and no trailing zeros, such as `7`, `2.5`. */
export function shownPoints(points: number): string {
  return String(Number(points.toFixed(2)));
}

/** Points that are added or taken, always with their sign: `+1.5`, `−2`, `±0`. */
export function signedPoints(points: number): string {
  const shown = shownPoints(Math.abs(points));
  if (shown === "0") return "±0";
  return (points < 0 ? "−" : "+") + shown;
}
