import {
  PROJECTIONS,
  type AttentionParams,
  type Projection,
} from "../../reference/models/multi-head-attention.js";
import {
  drawMultiHead,
  type MultiHeadInputs,
  type MultiHeadSizes,
} from "../../reference/models/multi-head-inputs.js";
import type { Mask } from "../../reference/models/scaled-dot-product-attention.js";
import type { Linear } from "../../reference/nn/linear.js";
import type { Random } from "../../reference/random/random.js";
import type { Given, Handle, Script, Wanted } from "../kit/index.js";
import type { LayerPart } from "./labels.js";

/** A layer with tokens for it, and a gradient that arrives at its output. */
export interface Problem extends MultiHeadInputs {
  readonly sizes: MultiHeadSizes;
}

/** A random layer and batch on which mistakes show: scores of about 1, biases that are not zero. */
export function randomProblem(random: Random, sizes: MultiHeadSizes, mask?: Mask): Problem {
  return { ...drawMultiHead(random, sizes, mask), sizes };
}

/** Inputs from elsewhere, such as a golden, with their sizes. */
export function problemOf(inputs: MultiHeadInputs): Problem {
  const [N = 0, T = 0, E = 0] = inputs.x.shape;
  return { ...inputs, sizes: { N, T, E, S: inputs.numHeads } };
}

/** A layer of the submission with the given parameters; with its own where they are left out. */
export function construct(script: Script, { S, E }: Pick<MultiHeadSizes, "S" | "E">, params?: Given): Handle {
  const layer = script.construct("CustomMultiHeadAttention", S, E);
  if (params !== undefined) script.set(layer, "params", params);
  return layer;
}

/** Parameters as they are handed to a submission. */
export function givenParams(params: AttentionParams): Given {
  return Object.fromEntries(PROJECTIONS.map((name) => [name, { ...params[name] }]));
}

/** `forward(x)` on a layer, with the mask where there is one. */
export function callForward(script: Script, layer: Handle, x: Given, mask?: Given): Handle {
  return script.call(layer, "forward", ...(mask === undefined ? [x] : [x, mask]));
}

/** A fresh layer's answer to a problem. */
export function callProblem(script: Script, { sizes, params, x, mask }: Problem): Handle {
  return callForward(script, construct(script, sizes, givenParams(params)), x, mask);
}

/** The four layers' weights and biases, or gradients, under `handle`. */
export function wantParams(
  script: Script,
  handle: Handle,
  ...path: string[]
): Record<Projection, Record<LayerPart, Wanted>> {
  const want = (name: Projection): Record<LayerPart, Wanted> => ({
    weight: script.want(handle, ...path, name, "weight"),
    bias: script.want(handle, ...path, name, "bias"),
  });
  return {
    queryProj: want("queryProj"),
    keyProj: want("keyProj"),
    valueProj: want("valueProj"),
    outProj: want("outProj"),
  };
}

/** The parameters with one linear layer changed. */
export function withLayer(
  params: AttentionParams,
  name: Projection,
  change: Partial<Linear>,
): AttentionParams {
  return { ...params, [name]: { ...params[name], ...change } };
}
