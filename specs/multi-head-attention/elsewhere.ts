import { PROJECTIONS } from "../../reference/models/multi-head-attention.js";
import type { Projection } from "../../reference/models/multi-head-attention.js";
import type { Attention } from "../../reference/models/scaled-dot-product-attention.js";
import type { Tensor } from "../../reference/tensor/tensor.js";
import { fail, unlessFailed, type Answers, type Script } from "../kit/index.js";
import { wantAttention, type AttentionQuestion } from "./attention.js";
import { callProblem, withLayer, type Problem } from "./layer.js";
import { tokensLabel, weightsLabel } from "./labels.js";

/** What a layer's output may ignore. */
export type Ingredient = "x" | Projection;

/** The output at a problem, and where one of its ingredients is another. */
export interface LayerElsewhere {
  readonly problem: Problem;
  readonly here: AttentionQuestion;
  readonly others: ReadonlyMap<Ingredient, AttentionQuestion>;
}

/** All that a layer's output should depend on. */
const ALL: readonly Ingredient[] = ["x", ...PROJECTIONS];

/**
 * Asks a layer for its answer to a problem, and where the tokens or one of the four weights are another's.
 *
 * @param other a problem of the same sizes
 * @param ingredients what is another's; each of them in turn where left out
 */
export function askLayerElsewhere(
  script: Script,
  problem: Problem,
  other: Problem,
  ingredients: readonly Ingredient[] = ALL,
): LayerElsewhere {
  const ask = (moved: Problem): AttentionQuestion => wantAttention(script, callProblem(script, moved));
  const moved = (name: Ingredient): Problem => {
    if (name === "x") return { ...problem, x: other.x };
    const { weight } = other.params[name];
    return { ...problem, params: withLayer(problem.params, name, { weight }) };
  };
  return {
    problem,
    here: ask(problem),
    others: new Map(ingredients.map((name) => [name, ask(moved(name))])),
  };
}

/** Reads one of the answers. */
export function readElsewhere(answers: Answers, { sizes }: Problem, asked: AttentionQuestion): Attention {
  return {
    output: answers.tensor(asked.output, tokensLabel("output", sizes)),
    weights: answers.tensor(asked.weights, weightsLabel(sizes)),
  };
}

/**
 * Nothing where the output depends on each of the ingredients, and the weights, where there are any, on the tokens:
 * constants obey every law, and so does attention to all alike.
 *
 * @param ingredients all of them where left out
 * @throws CheckFailure that names what does not matter.
 */
export function expectLayerSensitive(
  answers: Answers,
  asked: LayerElsewhere,
  ingredients: readonly Ingredient[] = [...asked.others.keys()],
): void {
  const label = tokensLabel("output", asked.problem.sizes);
  const here = answers.tensor(asked.here.output, label);
  for (const name of ingredients) {
    const question = asked.others.get(name);
    if (question === undefined) throw new Error(`nothing was asked about ${name}`);
    if (answers.tensor(question.output, label).minus(here).maxAbs() < 1e-9) {
      fail("check.indifferent", { what: "output", to: name === "x" ? name : `params.${name}.weight` });
    }
  }
  const weightsOf = (question: AttentionQuestion | undefined): Tensor | null =>
    question === undefined
      ? null
      : unlessFailed(() => answers.tensor(question.weights, weightsLabel(asked.problem.sizes)));
  const [weights, others] = [weightsOf(asked.here), weightsOf(asked.others.get("x"))];
  if (weights !== null && others !== null && weights.minus(others).maxAbs() < 1e-9) {
    fail("check.indifferent", { what: "weights", to: "x" });
  }
}
