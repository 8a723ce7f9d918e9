import type { AttentionSizes } from "../../reference/models/attention-inputs.js";
import type { Projection } from "../../reference/models/multi-head-attention.js";
import type { MultiHeadSizes } from "../../reference/models/multi-head-inputs.js";
import type { Axis, Label } from "../kit/index.js";

// N batch, T tokens, Tq queries, Tk keys, E model dimension, S heads, P and Pv features of a head

const axis = (letter: string, name: string, size: number): Axis => ({ letter, name, size });

/** How many features each head has, `P = ⌊E/S⌋`. */
export function headDim({ E, S }: Pick<MultiHeadSizes, "E" | "S">): number {
  return Math.floor(E / S);
}

/** How many features all heads have together, `S·P`: less than E where S does not divide it. */
export function allHeadsDim(sizes: Pick<MultiHeadSizes, "E" | "S">): number {
  return sizes.S * headDim(sizes);
}

/** The labels of what `scaledDotProductAttention` takes and gives. */
export function attentionLabels({ N, S, Tq, Tk, P, Pv }: AttentionSizes): Record<AttentionTensor, Label> {
  const label = (what: string, ...inner: [Axis, Axis]): Label => ({
    what,
    axes: [axis("N", "example", N), axis("S", "head", S), ...inner],
  });
  const [query, key] = [axis("Tq", "query", Tq), axis("Tk", "key", Tk)];
  const [feature, value] = [axis("P", "feature", P), axis("Pv", "feature", Pv)];
  return {
    Q: label("Q", query, feature),
    K: label("K", key, feature),
    V: label("V", key, value),
    output: label("output", query, value),
    weights: label("weights", query, key),
  };
}

type AttentionTensor = "Q" | "K" | "V" | "output" | "weights";

/** The label of what has one vector per token: `(N, T, E)`, or as many features as `features` says. */
export function tokensLabel(
  what: string,
  { N, T, E }: Pick<MultiHeadSizes, "N" | "T" | "E">,
  features: Axis = axis("E", "feature", E),
): Label {
  return { what, axes: [axis("N", "example", N), axis("T", "token", T), features] };
}

/** The label of the features of all heads side by side, `(N, T, S·P)`. */
export function mergedLabel(what: string, sizes: MultiHeadSizes): Label {
  return tokensLabel(what, sizes, axis("S·P", "feature", allHeadsDim(sizes)));
}

/** The label of what every head has of every token, `(N, S, T, P)`. */
export function headsLabel(what: string, sizes: MultiHeadSizes): Label {
  const { N, T, S } = sizes;
  const features = axis("P", "feature", headDim(sizes));
  return { what, axes: [axis("N", "example", N), axis("S", "head", S), axis("T", "token", T), features] };
}

/** The label of a layer's weights `(N, S, T, T)`. */
export function weightsLabel({ N, T, S }: Pick<MultiHeadSizes, "N" | "T" | "S">): Label {
  return {
    what: "weights",
    axes: [axis("N", "example", N), axis("S", "head", S), axis("T", "query", T), axis("T", "key", T)],
  };
}

/** What a linear layer is made of. */
export const LAYER_PARTS = ["weight", "bias"] as const;

/** One of {@link LAYER_PARTS}. */
export type LayerPart = (typeof LAYER_PARTS)[number];

/** The label of a layer's weight `(out, in)` or bias `(out)`. */
export function paramLabel(
  projection: Projection,
  part: LayerPart,
  sizes: Pick<MultiHeadSizes, "E" | "S">,
  owner = "",
): Label {
  const model = (name: string): Axis => axis("E", name, sizes.E);
  const heads = (name: string): Axis => axis("S·P", name, allHeadsDim(sizes));
  const [outputs, inputs] =
    projection === "outProj" ? [model("output"), heads("input")] : [heads("output"), model("input")];
  return {
    what: `${owner}${projection}.${part}`,
    axes: part === "weight" ? [outputs, inputs] : [outputs],
  };
}
