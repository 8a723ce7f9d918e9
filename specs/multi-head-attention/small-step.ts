import { backward, forward, PROJECTIONS } from "../../reference/models/multi-head-attention.js";
import { globalNorm } from "../../reference/nn/clip-gradients.js";
import type { Random } from "../../reference/random/random.js";
import type { Tensor } from "../../reference/tensor/tensor.js";
import { fail, numberText, type CheckContext, type Wanted } from "../kit/index.js";
import { flatOf, layersOf, readFlat, zipFlat } from "./flat-params.js";
import { tokensLabel } from "./labels.js";
import {
  callForward,
  callProblem,
  construct,
  givenParams,
  type Problem,
  randomProblem,
  wantParams,
} from "./layer.js";

const SIZES = { N: 5, T: 4, E: 6, S: 3 };

/** How far the parameters move, in all: far enough to be seen in float32, and near enough to be a straight line. */
const LENGTH = 0.01;

/** How far what is gained may be from what is promised. A missing factor of 2 is far outside. */
const CLOSE = 0.02;

/** The least part of the promise that a mistake must make out: more than is forgiven. */
const SEEN = 0.05;

/**
 * A problem at which enough of what is promised comes from the last bias, which else may be too little to be missed, and
 * from what makes queries another thing than keys.
 */
function drawTelling(random: Random): Problem {
  for (;;) {
    const problem = randomProblem(random, SIZES);
    const { params, x, dOutput } = problem;
    const gradient = backward(params, dOutput, forward(params, SIZES.S, x));
    const { queryProj, keyProj, outProj } = gradient;
    const norm = globalNorm(flatOf(gradient));
    const isSeen = (mistake: Tensor): boolean => (globalNorm({ mistake }) / norm) ** 2 >= SEEN;
    if (isSeen(outProj.bias) && isSeen(queryProj.weight.minus(keyProj.weight))) return problem;
  }
}

/**
 * Takes a small step along the submission's own gradient of `L = Σ output∘dOutput`, there and back, and compares how
 * much its own L falls with what the gradient promises: `lr·‖g‖²`.
 */
export async function stepAlongGradient(context: CheckContext): Promise<void> {
  const problem = drawTelling(context.random);
  const { params, x, dOutput } = problem;
  const script = context.script();
  const layer = construct(script, SIZES, givenParams(params));
  const cache = callForward(script, layer, x).at("cache");
  const wanted = wantParams(script, script.call(layer, "backward", dOutput, cache));
  const answers = await context.run(script);
  const gradient = readFlat(answers, wanted, SIZES);
  const norm = globalNorm(gradient);
  // Without a gradient nothing is moved, and yet it is asked: a submission must not learn from what is left out.
  const lr = norm === 0 ? 0 : LENGTH / norm;
  const further = context.script();
  const askAt = (rate: number): Wanted => {
    const moved = zipFlat(flatOf(params), gradient, (param, grad) => param.minus(grad.scale(rate)));
    return further.want(callProblem(further, { ...problem, params: layersOf(moved) }), "output");
  };
  const [down, up] = [askAt(lr), askAt(-lr)];
  const later = await context.runOn(further);
  for (const name of PROJECTIONS) {
    if (gradient[`${name}.weight`].maxAbs() === 0) {
      fail("multi-head-attention.zero-gradient", { what: `backward().${name}.weight` });
    }
  }
  const lossOf = (output: Wanted): number =>
    later.tensor(output, tokensLabel("output", SIZES)).times(dOutput).sum();
  const gained = (lossOf(up) - lossOf(down)) / 2;
  const promised = lr * norm ** 2;
  if (!(Math.abs(gained / promised - 1) <= CLOSE)) {
    fail("multi-head-attention.broken-promise", {
      promised: numberText(promised),
      gained: numberText(gained),
    });
  }
}
