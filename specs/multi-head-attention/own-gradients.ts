import { backward, type AttentionGradients } from "../../reference/models/multi-head-attention.js";
import { mergeHeads } from "../../reference/nn/heads.js";
import { matmulEach } from "../../reference/tensor/each-matrix.js";
import { answerNumeric, unlessFailed } from "../kit/index.js";
import type { Answers, NumericEvidence, NumericQuestion, Wanted } from "../kit/index.js";
import { readElsewhere, type Ingredient, type LayerElsewhere } from "./elsewhere.js";
import { rightForward } from "./judge-forward.js";
import { tokensLabel } from "./labels.js";

/** Whether what is read here differs by more than rounding from what is read with each of the ingredients changed. */
function dependsOn(
  answers: Answers,
  { problem, here, others }: LayerElsewhere,
  of: "output" | "weights",
  ingredients: readonly Ingredient[],
): boolean {
  const own = unlessFailed(() => readElsewhere(answers, problem, here)[of]);
  return ingredients.every((name) => {
    const asked = others.get(name);
    if (asked === undefined || own === null) return false;
    const other = unlessFailed(() => readElsewhere(answers, problem, asked)[of]);
    return other !== null && own.minus(other).maxAbs() > 1e-9;
  });
}

/**
 * The gradients that a right `backward` gives by the weights that the submission's forward returned; null where those
 * weights ignore the tokens, the queries or the keys. So what is wrong in the weights alone is paid for by the forward.
 */
export function gradientsByOwnWeights(
  answers: Answers,
  elsewhere: LayerElsewhere,
): AttentionGradients | null {
  const { problem, here } = elsewhere;
  if (!dependsOn(answers, elsewhere, "weights", ["x", "queryProj", "keyProj"])) return null;
  const { weights } = readElsewhere(answers, problem, here);
  const cache = rightForward(problem);
  const merged = mergeHeads(matmulEach(weights, cache.V));
  return backward(problem.params, problem.dOutput, { ...cache, weights, merged });
}

/**
 * The derivatives of `Σ output∘dOutput` with the submission's own output; null where there are none to judge by: where
 * the output ignores the tokens or a weight, zero gradients would be right.
 */
export function ownNumeric(
  answers: Answers,
  elsewhere: LayerElsewhere,
  question: NumericQuestion<Wanted>,
): NumericEvidence | null {
  const { sizes, dOutput } = elsewhere.problem;
  const objective = (output: Wanted): number =>
    answers.tensor(output, tokensLabel("output", sizes)).times(dOutput).sum();
  const numeric = answerNumeric(question, objective);
  if (numeric === null || !(numeric.largest > 1e-9)) return null;
  const all: Ingredient[] = ["x", "queryProj", "keyProj", "valueProj", "outProj"];
  return dependsOn(answers, elsewhere, "output", all) ? numeric : null;
}
