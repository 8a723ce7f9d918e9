import type { AttentionInputs } from "../models/attention-inputs.js";
import {
  type AttentionGradients,
  type AttentionParams,
  PROJECTIONS,
} from "../models/multi-head-attention.js";
import type { MultiHeadInputs } from "../models/multi-head-inputs.js";
import type { Linear } from "../nn/linear.js";
import type { Mask } from "../nn/masked-softmax.js";
import { Tensor } from "../tensor/tensor.js";
import type { GoldenTensor } from "./format.js";
import { restore, store } from "./tensors.js";

type Stored = Readonly<Record<string, GoldenTensor>>;

/** What attention takes, as a golden file holds it: a mask as 1 and 0, none where there is none. */
export function storeAttention({ Q, K, V, mask }: AttentionInputs): Record<string, GoldenTensor> {
  return store({ Q, K, V, ...storeMask(mask) });
}

/** What attention takes, from a golden file. */
export function restoreAttention(inputs: Stored): AttentionInputs {
  const [Q, K, V] = [restore(inputs, "Q"), restore(inputs, "K"), restore(inputs, "V")];
  return { Q, K, V, mask: restoreMask(inputs) };
}

/** A layer and what it takes, as a golden file holds it. */
export function storeLayer({
  params,
  numHeads,
  x,
  mask,
  dOutput,
}: MultiHeadInputs): Record<string, GoldenTensor> {
  const layers = storeParams(params, "");
  return { ...layers, ...store({ numHeads: Tensor.scalar(numHeads), x, dOutput, ...storeMask(mask) }) };
}

/** A layer and what it takes, from a golden file. */
export function restoreLayer(inputs: Stored): MultiHeadInputs {
  return {
    params: restoreParams(inputs, ""),
    numHeads: restore(inputs, "numHeads").at(),
    x: restore(inputs, "x"),
    mask: restoreMask(inputs),
    dOutput: restore(inputs, "dOutput"),
  };
}

/** Gradients as a golden file holds them, without that of the key bias: it is 0, and computed it is rounding. */
export function storeGradients(grads: AttentionGradients): Record<string, GoldenTensor> {
  const { [KEY_BIAS]: _, ...others } = storeParams(grads, "grad.");
  return { ...store({ "grad.x": grads.x }), ...others };
}

/** Gradients from a golden file, that of the key bias 0. */
export function restoreGradients(outputs: Stored): AttentionGradients {
  const [inner = 0] = restore(outputs, "grad.keyProj.weight").shape;
  const keyBias = store({ [KEY_BIAS]: Tensor.zeros([inner]) });
  return { x: restore(outputs, "grad.x"), ...restoreParams({ ...outputs, ...keyBias }, "grad.") };
}

const KEY_BIAS = "grad.keyProj.bias";

function storeParams(params: AttentionParams, prefix: string): Record<string, GoldenTensor> {
  return Object.assign(
    {},
    ...PROJECTIONS.map((name) => {
      const { weight, bias } = params[name];
      return store({ [`${prefix}${name}.weight`]: weight, [`${prefix}${name}.bias`]: bias });
    }),
  ) as Record<string, GoldenTensor>;
}

function restoreParams(tensors: Stored, prefix: string): AttentionParams {
  const layer = (name: string): Linear => ({
    weight: restore(tensors, `${prefix}${name}.weight`),
    bias: restore(tensors, `${prefix}${name}.bias`),
  });
  return {
    queryProj: layer("queryProj"),
    keyProj: layer("keyProj"),
    valueProj: layer("valueProj"),
    outProj: layer("outProj"),
  };
}

function storeMask(mask: Mask | undefined): Record<string, Tensor> {
  return mask === undefined ? {} : { mask: Tensor.fromRows(mask.map((row) => row.map(Number))) };
}

function restoreMask(inputs: Stored): Mask | undefined {
  if (!("mask" in inputs)) return undefined;
  return restore(inputs, "mask")
    .toRows()
    .map((row) => row.map((open) => open === 1));
}
