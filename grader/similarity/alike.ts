/**
 * A submission with fewer fingerprints of its own than this is measured as if it had so many: of a piece of 50, an
 * independent solution has up to 0.68 by chance, of 100 up to 0.38 (some 7,700 pieces of our corpora against others).
 */
const FEWEST_OWN = 100;

/** Two texts, by their places in the list, and how alike they are. */
export interface Alike {
  readonly left: number;
  readonly right: number;
  /** From 0 to 1. */
  readonly similarity: number;
  /** The hashes that both have. */
  readonly shared: number;
}

/**
 * All pairs of texts that are at least so much alike, most alike first; then those that share more, then by their order.
 *
 * The similarity is the share of the smaller one that is in the larger one as well. So nobody hides a copy by adding
 * other code to it, nor by handing in half of it.
 *
 * @param texts the distinct hashes of each
 */
export function alikeAmong(texts: readonly ReadonlySet<number>[], threshold: number): Alike[] {
  const found: Alike[] = [];
  // By hash, the texts so far that have it: what two have in common is counted without looking at every two of them.
  const holders = new Map<number, number[]>();
  for (const [right, text] of texts.entries()) {
    const shared = new Uint32Array(right);
    for (const hash of text) {
      const others = holders.get(hash);
      if (others === undefined) holders.set(hash, [right]);
      else {
        for (const left of others) shared[left]! += 1;
        others.push(right);
      }
    }
    for (const [left, count] of shared.entries()) {
      const smaller = Math.min(text.size, texts[left]!.size);
      const similarity = count / Math.max(smaller, FEWEST_OWN);
      if (count > 0 && similarity >= threshold) found.push({ left, right, similarity, shared: count });
    }
  }
  return found.toSorted(
    (a, b) => b.similarity - a.similarity || b.shared - a.shared || a.left - b.left || a.right - b.right,
  );
}
