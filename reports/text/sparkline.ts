const BARS = "▁▂▃▄▅▆▇█";
const MOST = 24;

/** At most {@link MOST} of the values, evenly spread, the first and last among them. */
function sampled(values: readonly number[]): number[] {
  if (values.length <= MOST) return [...values];
  return Array.from(
    { length: MOST },
    (_, i) => values[Math.round((i * (values.length - 1)) / (MOST - 1))] ?? Number.NaN,
  );
}

/**
 * A curve as a row of bars, such as `▇▅▃▂▁`; `×` stands for what has no place between `low` and `high`.
 *
 * @param low where the lowest bar stands; curves that are to be compared share it, and `high`
 */
export function sparkline(values: readonly number[], low: number, high: number): string {
  const bars = sampled(values).map((value) => {
    if (!(value >= low && value <= high)) return "×";
    const share = high > low ? (value / 2 - low / 2) / (high / 2 - low / 2) : 0.5;
    return BARS[Math.min(BARS.length - 1, Math.floor(share * BARS.length))] ?? "";
  });
  return bars.join("");
}
