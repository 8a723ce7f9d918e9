import type { Fingerprint } from "./fingerprints.js";

/** Whoever repeats a line a thousand times is compared in its first few places, or comparing would take forever. */
const MOST_PLACES = 8;

/** Where a common run began, in tokens of either text. */
interface Start {
  readonly left: number;
  readonly right: number;
}

/**
 * The tokens of the longest run that two texts share, as far as their fingerprints show it.
 *
 * @param ignored hashes that break a run, for everybody has them
 */
export function longestRun(
  left: readonly Fingerprint[],
  right: readonly Fingerprint[],
  ignored: ReadonlySet<number>,
): number {
  const places = placesOf(right, ignored);
  let longest = 0;
  // The runs that end with the fingerprint before, by where that one is in the right text.
  let before = new Map<number, Start>();
  for (const { hash, start, stop } of left) {
    const now = new Map<number, Start>();
    for (const place of places.get(hash) ?? []) {
      const other = right[place]!;
      const begun = before.get(place - 1) ?? { left: start, right: other.start };
      now.set(place, begun);
      longest = Math.max(longest, Math.min(stop - begun.left, other.stop - begun.right) + 1);
    }
    before = now;
  }
  return longest;
}

function placesOf(prints: readonly Fingerprint[], ignored: ReadonlySet<number>): Map<number, number[]> {
  const places = new Map<number, number[]>();
  for (const [place, { hash }] of prints.entries()) {
    if (ignored.has(hash)) continue;
    const known = places.get(hash);
    if (known === undefined) places.set(hash, [place]);
    else if (known.length < MOST_PLACES) known.push(place);
  }
  return places;
}
