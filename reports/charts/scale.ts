/** An interval of numbers. */
export interface Domain {
  low: number;
  high: number;
}

// Narrower than this, half of the width is not a number of its own any more.
const LEAST_WIDTH = 1e-300;

function clamped(low: number, high: number): Domain {
  return { low: Math.max(low, -Number.MAX_VALUE), high: Math.min(high, Number.MAX_VALUE) };
}

/** The smallest interval of some width that holds all the finite ones among the values. */
export function domainOf(values: readonly number[]): Domain {
  const finite = values.filter(Number.isFinite);
  if (finite.length === 0) return { low: 0, high: 1 };
  let [low, high] = [Infinity, -Infinity];
  for (const value of finite) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  if (high / 2 - low / 2 > LEAST_WIDTH) return { low, high };
  const margin = low === 0 ? 1 : Math.max(Math.abs(low) / 2, LEAST_WIDTH);
  return clamped(low - margin, high + margin);
}

/** The domain with a margin on both sides, as a share of its width. */
export function withMargin({ low, high }: Domain, share: number): Domain {
  const margin = (high / 2 - low / 2) * 2 * share;
  return Number.isFinite(margin) ? clamped(low - margin, high + margin) : { low, high };
}

/** Where a value lies in a domain, from 0 to 1; halves keep the width of huge domains finite. */
export function position(value: number, { low, high }: Domain): number {
  return (value / 2 - low / 2) / (high / 2 - low / 2);
}

/**
 * Round numbers within a domain, for the ticks of an axis: steps of 1, 2 or 5 times a power of ten.
 *
 * @param about how many ticks are wanted; there may be one or two more or fewer
 */
export function roundTicks({ low, high }: Domain, about: number): number[] {
  const step = (high - low) / about;
  if (!Number.isFinite(step) || step <= 0) return [low, high];
  const power = 10 ** Math.floor(Math.log10(step));
  const round = power * ([1, 2, 5, 10].find((factor) => factor * power >= step) ?? 10);
  if (!(round > 0)) return [low, high];
  const first = Math.ceil(low / round);
  const count = Math.floor(high / round) - first + 1;
  // Where neighbouring numbers are farther apart than the ticks, counting up would never arrive.
  if (!Number.isSafeInteger(first) || !Number.isSafeInteger(first + count)) return [low, high];
  // 3 * 0.1 is not 0.3: the ticks are read by people.
  return Array.from({ length: count }, (_, index) => Number(((first + index) * round).toPrecision(12)));
}
