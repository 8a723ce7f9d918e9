import type { Attention } from "../../reference/models/scaled-dot-product-attention.js";
import { unlessFailed, type Answers, type Script } from "../kit/index.js";
import { askLayerElsewhere, readElsewhere, type Ingredient, type LayerElsewhere } from "./elsewhere.js";
import type { Problem } from "./layer.js";

// Gradients of zero are right for a forward that ignores what it is given. So the own forward decides about a gradient
// only where it minds all that it should. Under a mask that leaves one key, or with one token, even a right forward
// minds neither queries nor keys; what it minds then shows in a plain problem.

/** What a submission's forward depends on: at a problem, and where a right one depends on everything. */
export interface Dependence {
  readonly here: LayerElsewhere;
  readonly plain: LayerElsewhere;
}

/** Asks what the forward depends on, at a problem that may have a mask. */
export function askDependence(script: Script, problem: Problem, other: Problem): Dependence {
  if (problem.mask === undefined) {
    const here = askLayerElsewhere(script, problem, other);
    return { here, plain: here };
  }
  return {
    here: askLayerElsewhere(script, problem, other, ["x", "valueProj", "outProj"]),
    plain: askLayerElsewhere(script, { ...problem, mask: undefined }, other),
  };
}

/** Asks no more than whether the tokens matter at a problem, where `plain` tells the rest. */
export function askDependenceBeside(
  plain: LayerElsewhere,
  script: Script,
  problem: Problem,
  other: Problem,
): Dependence {
  return { here: askLayerElsewhere(script, problem, other, ["x"]), plain };
}

/** Whether what is read differs by more than rounding from what is read with each of the ingredients changed. */
function changesWith(
  answers: Answers,
  { problem, here, others }: LayerElsewhere,
  of: keyof Attention,
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

/** Whether the weights depend on the tokens, the queries and the keys. */
export function mindsInWeights(answers: Answers, { plain }: Dependence): boolean {
  return changesWith(answers, plain, "weights", ["x", "queryProj", "keyProj"]);
}

/** Whether the output depends on the tokens and on all four layers. */
export function mindsInOutput(answers: Answers, { here, plain }: Dependence): boolean {
  return [here, plain].every((each) => changesWith(answers, each, "output", [...each.others.keys()]));
}
