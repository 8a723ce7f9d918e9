import { PROJECTIONS, type AttentionGradients } from "../../reference/models/multi-head-attention.js";
import type { Tensor } from "../../reference/tensor/tensor.js";
import type { Answers, Given, Handle, Label, Script, Wanted } from "../kit/index.js";
import type { Ingredient } from "./elsewhere.js";
import { LAYER_PARTS, paramLabel, tokensLabel, type LayerPart } from "./labels.js";
import type { Problem } from "./layer.js";

/** One tensor that `backward` gives a gradient of: the tokens, or a linear layer's weight or bias. */
export type GradientPlace =
  { readonly ingredient: "x" } | { readonly ingredient: Exclude<Ingredient, "x">; readonly part: LayerPart };

/** What `backward` gives gradients of. */
export const INGREDIENTS: readonly Ingredient[] = [...PROJECTIONS, "x"];

/** The same in groups: where attention is wrong, a right gradient of `outProj` goes by it, and others need not. */
export const GROUPS: readonly (readonly Ingredient[])[] = [
  ["outProj"],
  ["valueProj", "queryProj", "keyProj", "x"],
];

/** The gradients that belong to an ingredient: one for the tokens, two for a linear layer. */
export function placesOf(ingredient: Ingredient): GradientPlace[] {
  if (ingredient === "x") return [{ ingredient }];
  return LAYER_PARTS.map((part) => ({ ingredient, part }));
}

/** Every place that `backward` gives a gradient of. */
export const PLACES: readonly GradientPlace[] = INGREDIENTS.flatMap(placesOf);

/** The tensor at a place: of a layer and its tokens, or of their gradients. */
export function tensorAt(of: AttentionGradients, place: GradientPlace): Tensor {
  return place.ingredient === "x" ? of.x : of[place.ingredient][place.part];
}

/** A problem with another tensor at a place. */
export function movedTo(problem: Problem, place: GradientPlace, moved: Tensor): Problem {
  if (place.ingredient === "x") return { ...problem, x: moved };
  const layer = { ...problem.params[place.ingredient], [place.part]: moved };
  return { ...problem, params: { ...problem.params, [place.ingredient]: layer } };
}

/** Asks for the gradient at a place out of what `backward` gave. */
export function wantAt(script: Script, gradients: Handle, place: GradientPlace): Wanted {
  if (place.ingredient === "x") return script.want(gradients, "x");
  return script.want(gradients, place.ingredient, place.part);
}

/** The label of the gradient at a place. */
export function gradientLabel(place: GradientPlace, { sizes }: Problem): Label {
  if (place.ingredient === "x") return tokensLabel("backward().x", sizes);
  return paramLabel(place.ingredient, place.part, sizes, "backward().");
}

/** Asks for the gradients at {@link PLACES}: those of a `dOutput (N, T, E)` by the cache that a `forward` gave. */
export function wantGradients(script: Script, layer: Handle, dOutput: Given, result: Handle): Wanted[] {
  const gradients = script.call(layer, "backward", dOutput, result.at("cache"));
  return PLACES.map((place) => wantAt(script, gradients, place));
}

/**
 * The gradients that {@link wantGradients} asked for.
 *
 * @throws CheckFailure when one of them is missing, misshapen or not finite.
 */
export function readGradients(answers: Answers, wanted: readonly Wanted[], problem: Problem): Tensor[] {
  return PLACES.map((place, at) => answers.tensor(wanted[at] as Wanted, gradientLabel(place, problem)));
}
