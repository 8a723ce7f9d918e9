import {
  drawInputs,
  extremeInputs,
  type TwoLayerInputs,
  type TwoLayerSizes,
} from "../models/two-layer-inputs.js";
import { accuracy, backward, forward, loss, trainStep, type TwoLayerParams } from "../models/two-layer-nn.js";
import { Random } from "../random/random.js";
import { Tensor } from "../tensor/tensor.js";
import type { GoldenCase, GoldenFile, GoldenTensor } from "./format.js";
import type { Recipe } from "./recipe.js";
import { restore, store } from "./tensors.js";

/** What the reference computes from a network and a batch. */
export interface TwoLayerOutputs {
  /** `(N, H)` */
  readonly hidden: Tensor;
  /** `(N, C)` */
  readonly y: Tensor;
  readonly loss: number;
  /** In percent. */
  readonly accuracy: number;
  readonly grads: TwoLayerParams;
  /** The parameters after one step of gradient descent. */
  readonly step: TwoLayerParams;
}

/** A case of the golden file of `two-layer-nn`. */
export interface TwoLayerCase {
  readonly id: string;
  readonly description: string;
  readonly inputs: TwoLayerInputs;
  readonly expected: TwoLayerOutputs;
}

/** Everything that the reference has to say about a network and a batch. */
function twoLayerOutputs({ params, X, Y, lr }: TwoLayerInputs): TwoLayerOutputs {
  const cache = forward(params, X);
  return {
    hidden: cache.hidden,
    y: cache.y,
    loss: loss(Y, cache.y),
    accuracy: accuracy(Y, cache.y),
    grads: backward(params, X, Y, cache),
    step: trainStep(params, X, Y, lr).params,
  };
}

/**
 * The cases of a golden file of `two-layer-nn`. All are well-conditioned but `extreme`, of which the loss, the
 * step and the accuracy are not for judging: it has probabilities of exactly 0.
 *
 * @throws GoldenError when a tensor is missing.
 */
export function twoLayerCases(file: GoldenFile): TwoLayerCase[] {
  return file.cases.map(({ id, description, inputs, outputs }) => ({
    id,
    description,
    inputs: restoreInputs(inputs),
    expected: {
      hidden: restore(outputs, "hidden"),
      y: restore(outputs, "y"),
      loss: restore(outputs, "loss").at(),
      accuracy: restore(outputs, "accuracy").at(),
      grads: restoreParams(outputs, "grad."),
      step: restoreParams(outputs, "step."),
    },
  }));
}

const drawn: readonly { id: string; description: string; sizes: TwoLayerSizes }[] = [
  { id: "typical", description: "A small network", sizes: { N: 5, D: 4, H: 6, C: 3 } },
  { id: "many-features", description: "More features than hidden units", sizes: { N: 3, D: 8, H: 5, C: 4 } },
  { id: "many-classes", description: "More classes than hidden units", sizes: { N: 8, D: 3, H: 4, C: 6 } },
  { id: "large", description: "The largest batch and network here", sizes: { N: 12, D: 10, H: 9, C: 5 } },
  { id: "one-example", description: "N = 1", sizes: { N: 1, D: 4, H: 5, C: 3 } },
  { id: "one-feature", description: "D = 1", sizes: { N: 5, D: 1, H: 3, C: 4 } },
  { id: "one-hidden-unit", description: "H = 1", sizes: { N: 5, D: 3, H: 1, C: 4 } },
  { id: "two-classes", description: "C = 2", sizes: { N: 7, D: 5, H: 4, C: 2 } },
  { id: "all-smallest", description: "N = D = H = 1, C = 2", sizes: { N: 1, D: 1, H: 1, C: 2 } },
];

/** How the golden file of `two-layer-nn` is made. */
export const twoLayerRecipe: Recipe = {
  assignment: "two-layer-nn",
  generator: { name: "two-layer-inputs", version: "1" },
  seed: "two-layer-nn goldens",
  entry: "reference/golden/two-layer-nn.ts",
  oracle: "reference/golden/oracle/two_layer_nn.py",

  inputs(): Omit<GoldenCase, "outputs">[] {
    const random = new Random(this.seed);
    const cases = drawn.map(({ id, description, sizes }) => ({
      id,
      description,
      inputs: storeInputs(drawInputs(random.fork(id), sizes)),
    }));
    const description = "Hidden pre-activations and logits of ±1000";
    return [...cases, { id: "extreme", description, inputs: storeInputs(extremeInputs()) }];
  },

  outputs(inputs: Readonly<Record<string, GoldenTensor>>): Record<string, GoldenTensor> {
    const { hidden, y, grads, step, ...scalars } = twoLayerOutputs(restoreInputs(inputs));
    return {
      ...store({ hidden, y, loss: Tensor.scalar(scalars.loss), accuracy: Tensor.scalar(scalars.accuracy) }),
      ...store({ "grad.W1": grads.W1, "grad.b1": grads.b1, "grad.W2": grads.W2, "grad.b2": grads.b2 }),
      ...store({ "step.W1": step.W1, "step.b1": step.b1, "step.W2": step.W2, "step.b2": step.b2 }),
    };
  },
};

function storeInputs({ params, X, Y, lr }: TwoLayerInputs): Record<string, GoldenTensor> {
  return store({ ...params, X, Y, lr: Tensor.scalar(lr) });
}

function restoreInputs(inputs: Readonly<Record<string, GoldenTensor>>): TwoLayerInputs {
  return {
    params: restoreParams(inputs, ""),
    X: restore(inputs, "X"),
    Y: restore(inputs, "Y"),
    lr: restore(inputs, "lr").at(),
  };
}

function restoreParams(tensors: Readonly<Record<string, GoldenTensor>>, prefix: string): TwoLayerParams {
  return {
    W1: restore(tensors, `${prefix}W1`),
    b1: restore(tensors, `${prefix}b1`),
    W2: restore(tensors, `${prefix}W2`),
    b2: restore(tensors, `${prefix}b2`),
  };
}
