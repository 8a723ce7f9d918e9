import { PROJECTIONS } from "../../reference/models/multi-head-attention.js";
import type { Mask } from "../../reference/models/scaled-dot-product-attention.js";
import { drawMask } from "../../reference/nn/masks.js";
import type { Random } from "../../reference/random/random.js";
import { expectUntouched, unlessFailed, type Answers, type Script, type Wanted } from "../kit/index.js";
import { LAYER_PARTS, paramLabel, tokensLabel } from "./labels.js";
import { callForward, construct, givenParams, randomProblem, wantParams } from "./layer.js";
import { expectMaskUntouched } from "./untouched-mask.js";

const SIZES = { N: 3, T: 4, E: 6, S: 3 };
const CALL = "CustomMultiHeadAttention.backward";

/** What `backward` is given, and what its layer and its forward were. */
interface Looks {
  readonly params: ReturnType<typeof wantParams>;
  readonly x: Wanted;
  readonly mask: Wanted;
  readonly dOutput: Wanted;
}

/** What belongs to the caller before a `backward` and after it. */
export interface UntouchedQuestion {
  readonly mask: Mask;
  readonly before: Looks;
  readonly after: Looks;
}

/** Asks for everything that `backward` could write into. */
export function askUntouched(script: Script, random: Random): UntouchedQuestion {
  const mask = drawMask(random, SIZES.T, SIZES.T);
  const problem = randomProblem(random, SIZES, mask);
  const layer = construct(script, SIZES, givenParams(problem.params));
  const held = {
    x: script.hold(problem.x),
    mask: script.hold(mask),
    dOutput: script.hold(problem.dOutput),
  };
  const look = (): Looks => ({
    params: wantParams(script, layer, "params"),
    x: script.want(held.x),
    mask: script.want(held.mask),
    dOutput: script.want(held.dOutput),
  });
  const result = callForward(script, layer, held.x, held.mask);
  const before = look();
  script.call(layer, "backward", held.dOutput, result.at("cache"));
  return { mask, before, after: look() };
}

/**
 * Nothing where `backward` left everything as it was. What its forward wrote into costs the points of forward.
 *
 * @throws CheckFailure that names what it changed.
 */
export function judgeUntouched(answers: Answers, { mask, before, after }: UntouchedQuestion): void {
  const [xLabel, dOutputLabel] = [tokensLabel("x", SIZES), tokensLabel("dOutput", SIZES)];
  expectUntouched(answers, after.dOutput, before.dOutput, dOutputLabel, CALL);
  for (const name of PROJECTIONS) {
    for (const part of LAYER_PARTS) {
      const label = paramLabel(name, part, SIZES, "params.");
      expectUntouched(answers, after.params[name][part], before.params[name][part], label, CALL);
    }
  }
  if (unlessFailed(() => answers.anyTensor(before.x, xLabel)) !== null) {
    expectUntouched(answers, after.x, before.x, xLabel, CALL);
  }
  if (unlessFailed(() => expectMaskUntouched(answers, before.mask, mask, CALL)) !== null) {
    expectMaskUntouched(answers, after.mask, mask, CALL);
  }
}
