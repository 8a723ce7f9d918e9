import { forward, initialize } from "../../reference/models/multi-head-attention.js";
import type { AttentionParams } from "../../reference/models/multi-head-attention.js";
import { Adam } from "../../reference/nn/adam.js";
import type { Random } from "../../reference/random/random.js";
import type { Tensor } from "../../reference/tensor/tensor.js";
import { fail, numberText, plainNumber, unlessFailed } from "../kit/index.js";
import type { CheckContext, Script, Wanted } from "../kit/index.js";
import { flatOf, layersOf, readFlat, zipFlat, type FlatName, type FlatParams } from "./flat-params.js";
import { tokensLabel } from "./labels.js";
import { callForward, construct, givenParams, wantParams } from "./layer.js";

// A token is two features and where it stands, one-hot. Every output should be the token before, the first that of the
// last one. No token knows another's features, so without attention to the right place the error stays near that of a
// constant.
const FEATURES = 2;
const SIZES = { N: 8, T: 4, E: 6, S: 2 };

// Over 1000 seeds, after so many steps a right layer is left with 0.01 of the error of a constant in the median and 0.1
// at most; uniform attention with 0.75.
const STEPS = 60;
const RATE = 0.1;
const MOST = 0.3;

/** Sequences and what should come out of them, `(N, T, E)` both. */
interface Sequences {
  readonly x: Tensor;
  readonly target: Tensor;
}

function drawSequences(random: Random): Sequences {
  const { N, T, E } = SIZES;
  const x = random.normalTensor([N, T, E]).map((value, offset) => {
    const [t, e] = [Math.floor(offset / E) % T, offset % E];
    return e < FEATURES ? value : Number(e - FEATURES === t);
  });
  const target = x.map((_, offset) => {
    const before = Math.floor(offset / E) % T === 0 ? offset + (T - 1) * E : offset - E;
    return x.data[before] ?? 0;
  });
  return { x, target };
}

/** The mean squared error of the copied features, as a part of that of a constant 0. */
function errorOf(output: Tensor, { target }: Sequences): number {
  let [error, constant] = [0, 0];
  target.data.forEach((value, offset) => {
    if (offset % SIZES.E >= FEATURES) return;
    error += (value - (output.data[offset] ?? Number.NaN)) ** 2;
    constant += value ** 2;
  });
  return error / constant;
}

/** What is asked at one step. */
interface StepQuestion {
  readonly output: Wanted;
  readonly ofOutput: ReturnType<typeof wantParams>;
  readonly ofTarget: ReturnType<typeof wantParams>;
}

/**
 * Asks for the gradient of `½·Σ(output − target)²`, whose dOutput is `output − target`: `backward` is linear in it, so
 * that of the target is subtracted from that of the output, which need not come back first.
 */
function askStep(script: Script, params: AttentionParams, { x, target }: Sequences): StepQuestion {
  const layer = construct(script, SIZES, givenParams(params));
  const result = callForward(script, layer, x);
  const gradient = (dOutput: Tensor | ReturnType<typeof result.at>): StepQuestion["ofOutput"] =>
    wantParams(script, script.call(layer, "backward", dOutput, result.at("cache")));
  return {
    output: script.want(result, "output"),
    ofOutput: gradient(result.at("output")),
    ofTarget: gradient(target),
  };
}

/** Drives the submission's forward and backward by our optimizer; gives what was learned, and the error by step. */
async function learn(context: CheckContext): Promise<{ params: AttentionParams; errors: number[] }> {
  const { random } = context;
  const optimizer = new Adam<FlatName>({ lr: RATE, beta2: 0.99 });
  let params: FlatParams = flatOf(initialize(random.fork("weights"), SIZES.S, SIZES.E));
  const errors: number[] = [];
  for (let step = 0; step < STEPS; step++) {
    const sequences = drawSequences(random.fork(`step ${step}`));
    const script = context.script();
    const asked = askStep(script, layersOf(params), sequences);
    // Only the first step is the same for everybody.
    const answers = await (step === 0 ? context.run(script) : context.runOn(script));
    errors.push(errorOf(answers.tensor(asked.output, tokensLabel("output", SIZES)), sequences));
    const gradient = zipFlat(
      readFlat(answers, asked.ofOutput, SIZES),
      readFlat(answers, asked.ofTarget, SIZES),
      (ofOutput, ofTarget) => ofOutput.minus(ofTarget),
    );
    params = optimizer.step(params, gradient);
  }
  return { params: layersOf(params), errors };
}

/**
 * Lets the submission learn to copy. Judged on sequences that it has not seen, by its own forward or, with the weights
 * that it learned, by a right one.
 */
export async function learnToCopy(context: CheckContext): Promise<void> {
  const { params, errors } = await learn(context);
  context.picture({
    kind: "lines",
    what: "error",
    xAxis: "training-step",
    yAxis: "loss",
    series: [{ name: "submission", values: errors.map(plainNumber) }],
  });
  const unseen = drawSequences(context.random.fork("unseen"));
  const script = context.script();
  const layer = construct(script, SIZES, givenParams(params));
  const wanted = script.want(callForward(script, layer, unseen.x), "output");
  const answers = await context.runOn(script);
  const own = unlessFailed(() => answers.tensor(wanted, tokensLabel("output", SIZES)));
  const right = forward(params, SIZES.S, unseen.x).output;
  const got = Math.min(own === null ? Infinity : errorOf(own, unseen), errorOf(right, unseen));
  if (!(got <= MOST)) {
    fail("multi-head-attention.not-learnt", { got: numberText(100 * got), most: 100 * MOST });
  }
}
