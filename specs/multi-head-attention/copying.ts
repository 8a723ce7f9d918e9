import { forward, initialize } from "../../reference/models/multi-head-attention.js";
import type { AttentionParams } from "../../reference/models/multi-head-attention.js";
import { Adam } from "../../reference/nn/adam.js";
import type { Random } from "../../reference/random/random.js";
import type { Tensor } from "../../reference/tensor/tensor.js";
import { fail, numberText, plainNumber } from "../kit/index.js";
import type { CheckContext, Handle, Script } from "../kit/index.js";
import { flatOf, layersOf, readFlat, type FlatName } from "./flat-params.js";
import { tokensLabel } from "./labels.js";
import { callForward, construct, givenParams, wantParams } from "./layer.js";

// A token is two features and where it stands, one-hot. Every output should be the token before, the first that of the
// last one. No token knows another's features, so without attention to the right place the error stays near that of a
// constant.
const FEATURES = 2;
const SIZES = { N: 8, T: 4, E: 6, S: 2 };

// Over 300 seeds, after so many steps a right layer is left with 0.01 of the error of a constant in the median and 0.15
// at most; attention that finds no place, with 0.75.
const STEPS = 50;
const RATE = 0.1;
const MOST = 0.4;

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

/** `forward(x)` of a fresh layer with the parameters. */
function callLayer(script: Script, params: AttentionParams, x: Tensor): { layer: Handle; result: Handle } {
  const layer = construct(script, SIZES, givenParams(params));
  return { layer, result: callForward(script, layer, x) };
}

/** Asks for the gradient of `Σ output∘dOutput`. */
function askGradient(
  script: Script,
  params: AttentionParams,
  x: Tensor,
  dOutput: Tensor,
): ReturnType<typeof wantParams> {
  const { layer, result } = callLayer(script, params, x);
  return wantParams(script, script.call(layer, "backward", dOutput, result.at("cache")));
}

/** The output that the submission gives by these parameters. */
async function outputOf(context: CheckContext, params: AttentionParams, x: Tensor): Promise<Tensor> {
  const script = context.script();
  const output = script.want(callLayer(script, params, x).result, "output");
  return (await context.runOn(script)).tensor(output, tokensLabel("output", SIZES));
}

/** Drives the submission's forward and backward by our optimizer; gives what was learned, and the error by step. */
async function learn(context: CheckContext): Promise<{ params: AttentionParams; errors: number[] }> {
  const { random } = context;
  const start = initialize(random.fork("weights"), SIZES.S, SIZES.E);
  await askEverybody(context, start, drawSequences(random.fork("first")));
  const optimizer = new Adam<FlatName>({ lr: RATE, beta2: 0.99 });
  let flat = flatOf(start);
  const errors: number[] = [];
  for (let step = 0; step < STEPS; step++) {
    const sequences = drawSequences(random.fork(`step ${step}`));
    const params = layersOf(flat);
    const output = await outputOf(context, params, sequences.x);
    errors.push(errorOf(output, sequences));
    const script = context.script();
    // The gradient of half the squared error.
    const wanted = askGradient(script, params, sequences.x, output.minus(sequences.target));
    const answers = await context.runOn(script);
    flat = optimizer.step(flat, readFlat(answers, wanted, SIZES));
  }
  return { params: layersOf(flat), errors };
}

/** Asks for output and gradient of the first parameters: what a known mistake can be recognised by. */
async function askEverybody(
  context: CheckContext,
  params: AttentionParams,
  { x, target }: Sequences,
): Promise<void> {
  const script = context.script();
  const output = script.want(callLayer(script, params, x).result, "output");
  const wanted = askGradient(script, params, x, target);
  const answers = await context.run(script);
  answers.tensor(output, tokensLabel("output", SIZES));
  readFlat(answers, wanted, SIZES);
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
  const own = await outputOf(context, params, unseen.x);
  const right = forward(params, SIZES.S, unseen.x).output;
  const got = Math.min(errorOf(own, unseen), errorOf(right, unseen));
  if (!(got <= MOST)) {
    fail("multi-head-attention.not-learnt", { got: numberText(100 * got), most: 100 * MOST });
  }
}
