import fc from "fast-check";
import { drawMask } from "../../reference/nn/masks.js";
import { Random } from "../../reference/random/random.js";
import { checksOf, forAll } from "../kit/index.js";
import { askEdges, judgeEdges } from "./edges.js";
import type { Ingredient } from "./elsewhere.js";
import { GROUPS } from "./gradient-place.js";
import { askGradients, judgeGradients } from "./gradients.js";
import { randomProblem } from "./layer.js";
import { askCaches, judgeCaches } from "./several-caches.js";
import { drawUnseenSizes } from "./unseen-sizes.js";
import { askUntouched, judgeUntouched } from "./untouched-by-backward.js";
import { askUsedLayers } from "./used-layers.js";

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

check("cache", { points: 1, kind: "property" }, async (context) => {
  const script = context.script();
  const caches = askCaches(script, context.random);
  const untouched = askUntouched(script, context.random);
  const used = context.script();
  const judgeUsed = askUsedLayers(used, context.random.fork("used"));
  const answers = await context.run(script);
  const usedAnswers = await context.run(used);
  judgeUntouched(answers, untouched);
  judgeCaches(answers, caches);
  judgeUsed(usedAnswers);
});
