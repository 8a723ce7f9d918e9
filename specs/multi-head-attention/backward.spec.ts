import fc from "fast-check";
import { TOLERANCE } from "../../reference/gradients/tolerance.js";
import { PROJECTIONS } from "../../reference/models/multi-head-attention.js";
import { drawMask } from "../../reference/nn/masks.js";
import { Random } from "../../reference/random/random.js";
import type { Tensor } from "../../reference/tensor/tensor.js";
import { checksOf, expectSame, expectUntouched, fail, forAll, type Wanted } from "../kit/index.js";
import { askEdges, judgeEdges } from "./edges.js";
import type { Ingredient } from "./elsewhere.js";
import {
  gradientLabel,
  GROUPS,
  INGREDIENTS,
  placesOf,
  wantAt,
  type GradientPlace,
} from "./gradient-place.js";
import { askGradients, judgeGradients } from "./gradients.js";
import { LAYER_PARTS, paramLabel, tokensLabel } from "./labels.js";
import { callForward, construct, givenParams, randomProblem, wantParams } from "./layer.js";
import { drawUnseenSizes } from "./unseen-sizes.js";

const check = checksOf("backward");

const SIZES = { N: 5, T: 4, E: 6, S: 3 };
/** Three heads of two leave one of the model's features over. */
const UNEVEN = { ...SIZES, E: 7 };

/** Declares the check of the gradients of one linear layer, or of the tokens. */
function checkIngredient(ingredient: Ingredient, points: number): void {
  check(ingredient, { points, kind: "gradient" }, async (context) => {
    // Not a stored one: what can be stored can be looked up.
    const problem = randomProblem(context.random, SIZES);
    const script = context.script();
    const question = askGradients(script, problem, context.random, [[ingredient]]);
    judgeGradients(context, await context.run(script), question);
  });
}

checkIngredient("outProj", 4);
checkIngredient("valueProj", 4);
checkIngredient("queryProj", 4);
checkIngredient("keyProj", 4);
checkIngredient("x", 4);

check("unseen", { points: 2, kind: "gradient", visibility: "hidden" }, async (context) => {
  const edgeScript = context.script();
  const edges = askEdges(edgeScript, context.random.fork("edges"));
  const edgeAnswers = await context.run(edgeScript);
  const cases = fc.record({ masked: fc.boolean(), seed: fc.integer({ min: 0, max: 0xffff }) });
  await forAll(context, cases, 3, (script, { masked, seed }) => {
    const random = new Random(seed, "backward");
    const sizes = drawUnseenSizes(random, "several");
    const mask = masked ? drawMask(random, sizes.T, sizes.T) : undefined;
    const question = askGradients(script, randomProblem(random, sizes, mask), random, GROUPS);
    return (answers) => judgeGradients(context, answers, question);
  });
  judgeEdges(context, edgeAnswers, edges);
});

check("mask", { points: 1, kind: "gradient" }, async (context) => {
  const { T } = UNEVEN;
  const script = context.script();
  const problem = randomProblem(context.random, UNEVEN, drawMask(context.random, T, T));
  const question = askGradients(script, problem, context.random, GROUPS);
  judgeGradients(context, await context.run(script), question);
});

/** Three batches of one layer, one with a mask: their forwards first and their backwards after, in another order. */
check("cache", { points: 1, kind: "property" }, async (context) => {
  const { T } = SIZES;
  const problem = randomProblem(context.random, SIZES);
  const batches = [undefined, drawMask(context.random, T, T), undefined].map((mask) => {
    const { x, dOutput } = randomProblem(context.random, SIZES);
    return { x, dOutput, mask };
  });
  const script = context.script();
  const layer = construct(script, SIZES, givenParams(problem.params));
  const places = INGREDIENTS.flatMap(placesOf);
  const before = wantParams(script, layer, "params");
  const backward = (batch: (typeof batches)[number], cache: ReturnType<typeof callForward>): Wanted[] => {
    const given = script.call(layer, "backward", batch.dOutput, cache.at("cache"));
    return places.map((place) => wantAt(script, given, place));
  };
  const apart = batches.map((batch) => backward(batch, callForward(script, layer, batch.x, batch.mask)));
  const results = batches.map((batch) => callForward(script, layer, batch.x, batch.mask));
  const late = [1, 0, 2, 1].map((i) => {
    const batch = batches[i] as (typeof batches)[number];
    return { i, wanted: backward(batch, results[i] as (typeof results)[number]) };
  });
  const held = script.hold(problem.dOutput);
  script.call(layer, "backward", held, callForward(script, layer, problem.x).at("cache"));
  const dOutput = script.want(held);
  const after = wantParams(script, layer, "params");
  const answers = await context.run(script);

  const call = "CustomMultiHeadAttention.backward";
  expectUntouched(answers, dOutput, problem.dOutput, tokensLabel("dOutput", SIZES), call);
  for (const name of PROJECTIONS) {
    for (const part of LAYER_PARTS) {
      const label = paramLabel(name, part, SIZES, "params.");
      expectUntouched(answers, after[name][part], before[name][part], label, call);
    }
  }
  const read = (all: readonly Wanted[] | undefined, at: number): Tensor => {
    const label = gradientLabel(places[at] as GradientPlace, problem);
    return answers.tensor(all?.[at] as Wanted, label);
  };
  const sizeOf = (at: number): number => Math.max(...apart.map((all) => read(all, at).maxAbs()));
  const rounding = TOLERANCE.float32 * Math.max(...places.map((_, at) => sizeOf(at)));
  places.forEach((place, at) => {
    const label = gradientLabel(place, problem);
    // The key bias cancels in the softmax; in another forward another bias may, and what is left of it is rounding.
    const cancels = place.ingredient !== "x" && place.part === "bias" && sizeOf(at) <= rounding;
    // Gradients that never change go by no cache at all.
    if (!cancels && read(apart[0], at).minus(read(apart[1], at)).maxAbs() < 1e-12) {
      fail("check.indifferent", { what: label.what, to: "dOutput, cache" });
    }
    const slack = cancels ? rounding : 1e-12;
    for (const { i, wanted } of late) {
      expectSame(read(wanted, at), read(apart[i], at), label, "multi-head-attention.earlier-cache", slack);
    }
  });
});
