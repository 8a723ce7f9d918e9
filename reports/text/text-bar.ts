/** A bar of block characters that is so many percent full: `██████░░░░`. */
export function textBar(percent: number, length = 10): string {
  // Neither full nor empty where it is not: the same promise that `percentOf` makes.
  const exact = (percent / 100) * length;
  const full =
    percent >= 100 ? length : Math.min(length - 1, Math.max(percent > 0 ? 1 : 0, Math.round(exact)));
  return "█".repeat(full) + "░".repeat(length - full);
}
