/** The arithmetic mean; null where there are no values. */
export function mean(values: readonly number[]): number | null {
  if (values.length === 0) return null;
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** The middle value, or halfway between the middle two; null where there are no values. */
export function median(values: readonly number[]): number | null {
  const sorted = values.toSorted((a, b) => a - b);
  const half = Math.floor(sorted.length / 2);
  const [lower, upper] = [sorted[Math.max(0, half - 1)], sorted[half]];
  if (lower === undefined || upper === undefined) return null;
  return sorted.length % 2 === 1 ? upper : (lower + upper) / 2;
}
