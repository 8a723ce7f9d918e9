import {
  type AttentionInputs,
  type AttentionSizes,
  drawAttention,
  drawExtremeAttention,
  withHugeHiddenKey,
} from "../models/attention-inputs.js";
import { type AttentionGradients, backward, forward } from "../models/multi-head-attention.js";
import {
  drawMultiHead,
  extremeMultiHead,
  type MultiHeadInputs,
  type MultiHeadSizes,
} from "../models/multi-head-inputs.js";
import { type Attention, scaledDotProductAttention } from "../models/scaled-dot-product-attention.js";
import type { Mask } from "../nn/masked-softmax.js";
import { causalMask, drawMask } from "../nn/masks.js";
import { Random } from "../random/random.js";
import type { GoldenCase, GoldenFile, GoldenTensor } from "./format.js";
import {
  restoreAttention,
  restoreGradients,
  restoreLayer,
  storeAttention,
  storeGradients,
  storeLayer,
} from "./multi-head-tensors.js";
import type { Recipe } from "./recipe.js";
import { restore, store } from "./tensors.js";

/** A case of `scaledDotProductAttention`. */
export interface AttentionCase {
  readonly id: string;
  readonly description: string;
  readonly inputs: AttentionInputs;
  readonly expected: Attention;
}

/** A case of a whole layer. */
export interface MultiHeadCase {
  readonly id: string;
  readonly description: string;
  readonly inputs: MultiHeadInputs;
  readonly expected: Attention & { readonly grads: AttentionGradients };
}

/** The cases of `scaledDotProductAttention` in the golden file of `multi-head-attention`. */
export function attentionCases(file: GoldenFile): AttentionCase[] {
  return file.cases
    .filter(({ inputs }) => isAttention(inputs))
    .map(({ id, description, inputs, outputs }) => ({
      id,
      description,
      inputs: restoreAttention(inputs),
      expected: { output: restore(outputs, "output"), weights: restore(outputs, "weights") },
    }));
}

/**
 * The cases of a whole layer in the golden file of `multi-head-attention`. The gradient of the key bias is 0, as
 * it is in exact arithmetic: what anybody computes there is rounding, so compare it absolutely. Of the two extreme
 * layers the gradients are not for judging: the keys are so large and so alike that those of the queries are
 * differences that lose three digits, which float32 does not have to spare.
 */
export function multiHeadCases(file: GoldenFile): MultiHeadCase[] {
  return file.cases
    .filter(({ inputs }) => !isAttention(inputs))
    .map(({ id, description, inputs, outputs }) => ({
      id,
      description,
      inputs: restoreLayer(inputs),
      expected: {
        output: restore(outputs, "output"),
        weights: restore(outputs, "weights"),
        grads: restoreGradients(outputs),
      },
    }));
}

type Drawn<Sizes> = readonly { id: string; description: string; sizes: Sizes; mask?: "causal" | "drawn" }[];

const drawnAttention: Drawn<AttentionSizes> = [
  { id: "typical", description: "All sizes different", sizes: { N: 2, S: 3, Tq: 4, Tk: 5, P: 6, Pv: 7 } },
  { id: "more-queries", description: "More queries than keys", sizes: { N: 3, S: 2, Tq: 7, Tk: 4, P: 5, Pv: 6 } },
  { id: "masked", description: "With a mask", sizes: { N: 3, S: 2, Tq: 4, Tk: 6, P: 5, Pv: 7 }, mask: "drawn" },
  { id: "causal", description: "With a causal mask", sizes: { N: 2, S: 3, Tq: 5, Tk: 5, P: 4, Pv: 6 }, mask: "causal" },
  { id: "one-query", description: "Tq = 1", sizes: { N: 3, S: 2, Tq: 1, Tk: 5, P: 4, Pv: 6 } },
  { id: "one-key", description: "Tk = 1", sizes: { N: 2, S: 3, Tq: 4, Tk: 1, P: 6, Pv: 5 } },
  { id: "one-head", description: "S = 1", sizes: { N: 3, S: 1, Tq: 4, Tk: 6, P: 5, Pv: 2 } },
  { id: "one-example", description: "N = 1", sizes: { N: 1, S: 2, Tq: 5, Tk: 4, P: 3, Pv: 6 } },
  { id: "one-feature", description: "P = Pv = 1", sizes: { N: 3, S: 2, Tq: 4, Tk: 5, P: 1, Pv: 1 } },
]; // prettier-ignore

const drawnLayers: Drawn<MultiHeadSizes> = [
  { id: "typical", description: "Two heads", sizes: { N: 4, T: 5, E: 6, S: 2 } },
  { id: "three-heads", description: "Three heads", sizes: { N: 5, T: 4, E: 6, S: 3 } },
  { id: "causal", description: "With a causal mask", sizes: { N: 5, T: 4, E: 6, S: 2 }, mask: "causal" },
  { id: "masked", description: "With another mask", sizes: { N: 4, T: 7, E: 6, S: 3 }, mask: "drawn" },
  { id: "uneven", description: "2 heads do not divide E = 7", sizes: { N: 4, T: 5, E: 7, S: 2 } },
  { id: "uneven-masked", description: "3 heads do not divide E = 7", sizes: { N: 5, T: 4, E: 7, S: 3 }, mask: "drawn" },
  { id: "one-head", description: "S = 1", sizes: { N: 3, T: 4, E: 5, S: 1 } },
  { id: "one-feature", description: "S = E, so P = 1", sizes: { N: 3, T: 5, E: 4, S: 4 } },
  { id: "one-token", description: "T = 1", sizes: { N: 4, T: 1, E: 6, S: 2 } },
  { id: "one-example", description: "N = 1", sizes: { N: 1, T: 4, E: 6, S: 3 } },
  { id: "all-smallest", description: "N = T = E = S = 1", sizes: { N: 1, T: 1, E: 1, S: 1 } },
]; // prettier-ignore

const extremeSizes = { N: 2, S: 3, Tq: 6, Tk: 5, Pv: 7 };

/** How the golden file of `multi-head-attention` is made. */
export const multiHeadRecipe: Recipe = {
  assignment: "multi-head-attention",
  generator: { name: "multi-head-inputs", version: "2" },
  seed: "multi-head-attention goldens",
  entry: "reference/golden/multi-head-attention.ts",
  oracle: "reference/golden/oracle/multi_head_attention.py",

  inputs(): Omit<GoldenCase, "outputs">[] {
    const random = new Random(this.seed);
    const functions = drawnAttention.map(({ id, description, sizes, mask: kind }) => {
      const stream = random.fork(`attention-${id}`);
      const inputs = drawAttention(stream, sizes, makeMask(stream.fork("mask"), kind, sizes.Tq, sizes.Tk));
      return { id: `attention-${id}`, description, inputs: storeAttention(inputs) };
    });
    const layers = drawnLayers.map(({ id, description, sizes, mask: kind }) => {
      const stream = random.fork(`layer-${id}`);
      const inputs = drawMultiHead(stream, sizes, makeMask(stream.fork("mask"), kind, sizes.T, sizes.T));
      return { id: `layer-${id}`, description, inputs: storeLayer(inputs) };
    });
    return [...functions, ...extremeFunctions(random.fork("extreme")), ...layers, ...extremeLayers()];
  },

  outputs(inputs: Readonly<Record<string, GoldenTensor>>): Record<string, GoldenTensor> {
    if (isAttention(inputs)) {
      const { Q, K, V, mask } = restoreAttention(inputs);
      return store({ ...scaledDotProductAttention(Q, K, V, mask) });
    }
    const { params, numHeads, x, mask, dOutput } = restoreLayer(inputs);
    const cache = forward(params, numHeads, x, mask);
    const { output, weights } = cache;
    return { ...store({ output, weights }), ...storeGradients(backward(params, dOutput, cache)) };
  },
};

function extremeFunctions(random: Random): Omit<GoldenCase, "outputs">[] {
  const { Tq, Tk } = extremeSizes;
  const description = "Scaled scores of ±1000";
  const open = drawExtremeAttention(random.fork("open"), extremeSizes);
  const masked = drawExtremeAttention(random.fork("masked"), extremeSizes, drawMask(random, Tq, Tk));
  const hidden = withHugeHiddenKey(drawAttention(random.fork("hidden"), { ...extremeSizes, P: 4 }));
  return [
    { id: "attention-extreme", description, inputs: storeAttention(open) },
    {
      id: "attention-extreme-masked",
      description: `${description}, with a mask`,
      inputs: storeAttention(masked),
    },
    { id: "attention-hidden", description: "A masked key with huge scores", inputs: storeAttention(hidden) },
  ];
}

function extremeLayers(): Omit<GoldenCase, "outputs">[] {
  const description = "Scaled scores of ±1000";
  const masked = storeLayer(extremeMultiHead(causalMask(5)));
  return [
    { id: "layer-extreme", description, inputs: storeLayer(extremeMultiHead()) },
    { id: "layer-extreme-causal", description: `${description}, with a causal mask`, inputs: masked },
  ];
}

function makeMask(
  random: Random,
  kind: "causal" | "drawn" | undefined,
  Tq: number,
  Tk: number,
): Mask | undefined {
  if (kind === undefined) return undefined;
  return kind === "causal" ? causalMask(Tq) : drawMask(random, Tq, Tk);
}

function isAttention(inputs: Readonly<Record<string, GoldenTensor>>): boolean {
  return "Q" in inputs;
}
