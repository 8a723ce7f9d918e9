import { fail } from "../kit/index.js";
import { isAbout } from "./amounts.js";

/**
 * How many of 9 examples are alone in the last batch at least once in 24 epochs. Where each is as likely as any other,
 * fewer are once in 10⁹ runs; orders that are far from even, such as those of a sort by random comparisons, have 5 or more.
 */
const LEAST_ALONE = 4;

/** How long a run was, and what an example counts in a full batch and alone in the last one. */
interface Counting {
  readonly epochs: number;
  readonly full: number;
  readonly alone: number;
}

/**
 * Nothing where the example that is left for the last batch changes, as far as the amounts of all examples can tell.
 *
 * @param amounts how much each example counted over all epochs, where one in each is alone in the last batch
 * @returns whether they can tell at all: where examples of all batches count the same, they cannot.
 * @throws CheckFailure where it is the same one in all epochs, or one of a few.
 */
export function expectShuffled(amounts: readonly number[], { epochs, full, alone }: Counting): boolean {
  const inFull = amounts.filter((amount) => isAbout(amount, epochs * full)).length;
  if (isAbout(alone, full) || inFull === amounts.length) return false;
  // Always the same example alone at the end, or always left out.
  const last = amounts.filter((amount) => amount === 0 || isAbout(amount, epochs * alone)).length;
  if (inFull === amounts.length - 1 && last === 1) fail("two-layer-nn.not-reshuffled", { epochs });
  const timesAlone = amounts.map((amount) => (amount - epochs * full) / (alone - full));
  const everAlone = timesAlone.filter((times) => times > 0.5).length;
  // Where none is ever alone, the last batch is left out, which is for another check to tell.
  if (everAlone > 0 && everAlone < LEAST_ALONE) {
    fail("two-layer-nn.hardly-shuffled", { epochs, count: everAlone, N: amounts.length });
  }
  return true;
}
