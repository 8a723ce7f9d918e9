import type { Finding } from "../../grader/result/index.js";
import { TOLERANCE } from "../../reference/gradients/tolerance.js";
import { drawMask } from "../../reference/nn/masks.js";
import type { Random } from "../../reference/random/random.js";
import type { Tensor } from "../../reference/tensor/tensor.js";
import { expectSame, fail, type Answers, type Script, type Wanted } from "../kit/index.js";
import { gradientLabel, PLACES, readGradients, wantGradients } from "./gradient-place.js";
import { callForward, construct, givenParams, randomProblem, type Problem } from "./layer.js";
import { readUsed, WORKS_ALONE } from "./works-alone.js";

const SIZES = { N: 5, T: 4, E: 6, S: 3 };
/** More examples and more tokens: whoever counts as in the last forward leaves some out. */
const LARGER = { ...SIZES, N: 7, T: 5 };

/** Gradients of one of the batches, and what may have been wrong where there are none. */
interface LateGradients {
  readonly i: number;
  readonly wanted: readonly Wanted[];
  readonly sentence: Finding;
}

/** Batches of one layer, some with a mask and one larger than the others. */
export interface CachesQuestion {
  readonly batches: readonly Problem[];
  /** The gradients of each, asked for right after its forward. */
  readonly apart: readonly (readonly Wanted[])[];
  /** The same with all forwards first and the backwards after, in another order. */
  readonly late: readonly LateGradients[];
}

/** Asks for the gradients of several batches, at once and later. */
export function askCaches(script: Script, random: Random): CachesQuestion {
  const batches = [
    randomProblem(random, SIZES),
    randomProblem(random, LARGER, drawMask(random, LARGER.T, LARGER.T)),
    randomProblem(random, SIZES, drawMask(random, SIZES.T, SIZES.T)),
    randomProblem(random, SIZES),
  ];
  const layer = construct(script, SIZES, givenParams(randomProblem(random, SIZES).params));
  const forward = ({ x, mask }: Problem): ReturnType<typeof callForward> =>
    callForward(script, layer, x, mask);
  const apart = batches.map((batch) => wantGradients(script, layer, batch.dOutput, forward(batch)));
  const results = batches.map((batch) => ({ batch, result: forward(batch) }));
  const late = [1, 2, 0, 3, 2].map((i, turn) => {
    const { batch, result } = results[i] as (typeof results)[number];
    const { N, T } = batch.sizes;
    // The first to go back is the larger one, right after the forward of a smaller one.
    const sizes = { code: "multi-head-attention.sizes-of-cache", values: { N, T } };
    const sentence = turn === 0 ? sizes : WORKS_ALONE;
    return { i, wanted: wantGradients(script, layer, batch.dOutput, result), sentence };
  });
  return { batches, apart, late };
}

/** Whether gradients of batches of one size are all the same. */
function areAllSame([first, ...others]: readonly Tensor[]): boolean {
  return others.every((other) => first !== undefined && first.minus(other).maxAbs() < 1e-12);
}

/**
 * Nothing where a later backward gives what it gives at once, and not the same for every batch.
 *
 * @throws CheckFailure that shows where it does not.
 */
export function judgeCaches(answers: Answers, { batches, apart, late }: CachesQuestion): void {
  const alone = apart.map((wanted, i) => readGradients(answers, wanted, batches[i] as Problem));
  // Of another size, even what nothing goes into is another: a bias gets as many ones as there are tokens.
  const alike = alone.filter((_, i) => batches[i]?.sizes === SIZES);
  const sizeOf = (at: number): number =>
    Math.max(...alone.map((gradients) => gradients[at]?.maxAbs() ?? Number.NaN));
  const rounding = TOLERANCE.float32 * Math.max(...PLACES.map((_, at) => sizeOf(at)));
  PLACES.forEach((place, at) => {
    // The key bias cancels in the softmax; in another forward another bias may, and what is left of it is rounding.
    const cancels = place.ingredient !== "x" && place.part === "bias" && sizeOf(at) <= rounding;
    // Gradients that never change go by no cache at all.
    if (!cancels && areAllSame(alike.map((gradients) => gradients[at] as Tensor))) {
      const { what } = gradientLabel(place, batches[0] as Problem);
      fail("check.indifferent", { what, to: "dOutput, cache" });
    }
    const slack = cancels ? rounding : 1e-12;
    for (const { i, wanted, sentence } of late) {
      const label = gradientLabel(place, batches[i] as Problem);
      const got = readUsed(() => answers.tensor(wanted[at] as Wanted, label), sentence);
      const expected = alone[i]?.[at] as Tensor;
      expectSame(got, expected, label, "multi-head-attention.earlier-cache", slack);
    }
  });
}
