/** A value, and how often it is there. */
export interface Tally {
  value: string;
  count: number;
}

/** Every value with how often it is there, the most frequent first, and by its letters where two are equally so. */
export function tallies(values: Iterable<string>): Tally[] {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts]
    .map(([value, count]) => ({ value, count }))
    .toSorted((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1));
}

/** The most frequent value; null where there is none. */
export function commonest(values: Iterable<string>): Tally | null {
  return tallies(values)[0] ?? null;
}
