import {
  PROJECTIONS,
  type AttentionParams,
  type Projection,
} from "../../reference/models/multi-head-attention.js";
import type { MultiHeadSizes } from "../../reference/models/multi-head-inputs.js";
import type { Tensor } from "../../reference/tensor/tensor.js";
import type { Answers, Wanted } from "../kit/index.js";
import { LAYER_PARTS, paramLabel, type LayerPart } from "./labels.js";

/** The name of one weight or bias, as an optimizer knows it. */
export type FlatName = `${Projection}.${LayerPart}`;

/** Weights and biases, or their gradients, one beside the other. */
export type FlatParams = Readonly<Record<FlatName, Tensor>>;

/** Makes one entry for every weight and bias. */
function flatten(entry: (name: Projection, part: LayerPart) => Tensor): FlatParams {
  const entries = PROJECTIONS.flatMap((name) =>
    LAYER_PARTS.map((part): [FlatName, Tensor] => [`${name}.${part}`, entry(name, part)]),
  );
  return Object.fromEntries(entries) as FlatParams;
}

/** The parameters one beside the other. */
export function flatOf(params: AttentionParams): FlatParams {
  return flatten((name, part) => params[name][part]);
}

/** The parameters by their layers again. */
export function layersOf(flat: FlatParams): AttentionParams {
  const layers = PROJECTIONS.map((name) => [
    name,
    { weight: flat[`${name}.weight`], bias: flat[`${name}.bias`] },
  ]);
  return Object.fromEntries(layers) as AttentionParams;
}

/**
 * The gradients out of the answers.
 *
 * @throws CheckFailure when one of them is missing, misshapen or not finite.
 */
export function readFlat(
  answers: Answers,
  wanted: Record<Projection, Record<LayerPart, Wanted>>,
  sizes: Pick<MultiHeadSizes, "E" | "S">,
): FlatParams {
  return flatten((name, part) =>
    answers.tensor(wanted[name][part], paramLabel(name, part, sizes, "backward().")),
  );
}

/** Entry by entry something of two sets. */
export function zipFlat(a: FlatParams, b: FlatParams, combine: (a: Tensor, b: Tensor) => Tensor): FlatParams {
  return flatten((name, part) => combine(a[`${name}.${part}`], b[`${name}.${part}`]));
}
