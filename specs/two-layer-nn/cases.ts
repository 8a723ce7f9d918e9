import fc from "fast-check";
import { Random } from "../../reference/random/random.js";
import { randomProblem, type Problem, type Sizes } from "./network.js";

/** The sizes of a random network and batch, and the seed of its numbers. */
export type RandomCase = Sizes & { readonly seed: number };

const dimension = (min: number, max: number): fc.Arbitrary<number> => fc.integer({ min, max });

/** Random networks small enough to look at: shrinking takes the dimensions down first. */
export const randomCases: fc.Arbitrary<RandomCase> = fc.record({
  N: dimension(1, 6),
  D: dimension(1, 6),
  H: dimension(1, 6),
  C: dimension(2, 5),
  seed: fc.integer({ min: 0, max: 0xffff }),
});

/** The network and batch of a random case. */
export function problemOf({ seed, ...sizes }: RandomCase): Problem {
  return randomProblem(new Random(seed, "two-layer-nn"), sizes);
}
