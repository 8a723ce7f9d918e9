import { drawRecurrentInputs, drawSaturatedInputs, type RecurrentSizes } from "../models/recurrent-inputs.js";
import {
  RECURRENT_MODELS,
  RECURRENT_NAMES,
  type RecurrentInputs,
  type RecurrentModel,
  type RecurrentName,
  type RecurrentOutputs,
  type Tensors,
} from "../models/recurrent-model.js";
import { clipGradients } from "../nn/clip-gradients.js";
import { Random } from "../random/random.js";
import { sequenceOf, stepAt } from "../tensor/steps.js";
import { Tensor } from "../tensor/tensor.js";
import type { GoldenCase, GoldenFile, GoldenTensor } from "./format.js";
import type { Recipe } from "./recipe.js";
import { restore, store } from "./tensors.js";

/** A case of the golden file of `recurrent-networks` for one of the models. */
export interface RecurrentCase {
  /** Unique among the cases of its model. */
  readonly id: string;
  readonly description: string;
  readonly model: RecurrentName;
  readonly inputs: RecurrentInputs;
  readonly expected: RecurrentOutputs & {
    /** The gradients where only that of the last step arrives. */
    readonly last: Tensors;
  };
}

/** A case for `clipGradients`. */
export interface ClipCase {
  readonly id: string;
  readonly description: string;
  readonly grads: Tensors;
  readonly maxNorm: number;
  readonly expected: Tensors;
}

/**
 * The cases of a golden file of `recurrent-networks` for one of the models. All are well-conditioned, `saturated` too.
 *
 * @throws GoldenError when a tensor is missing.
 */
export function recurrentCases(file: GoldenFile, name: RecurrentName): RecurrentCase[] {
  const prefix = casePrefix(name);
  return file.cases
    .filter(({ id }) => id.startsWith(prefix))
    .map(({ id, description, inputs, outputs }) => ({
      id: id.slice(prefix.length),
      description,
      model: name,
      inputs: restoreInputs(RECURRENT_MODELS[name], inputs),
      expected: {
        states: restoreAll(outputs, "state."),
        gradients: restoreAll(outputs, "grad."),
        last: restoreAll(outputs, "last."),
      },
    }));
}

/**
 * The cases of a golden file of `recurrent-networks` for `clipGradients`.
 *
 * @throws GoldenError when a tensor is missing.
 */
export function clipCases(file: GoldenFile): ClipCase[] {
  return file.cases
    .filter(({ id }) => id.startsWith(CLIP))
    .map(({ id, description, inputs, outputs }) => ({
      id: id.slice(CLIP.length),
      description,
      grads: restoreAll(inputs, "grad."),
      maxNorm: restore(inputs, "maxNorm").at(),
      expected: restoreAll(outputs, "clipped."),
    }));
}

const CLIP = "clip-";

function casePrefix(name: RecurrentName): string {
  return `${name.toLowerCase()}-`;
}

interface Drawn {
  readonly id: string;
  readonly description: string;
  readonly sizes: RecurrentSizes;
  /** Whether it begins at zeros. */
  readonly fromZeros?: boolean;
  readonly saturated?: boolean;
}

const drawn: readonly Drawn[] = [
  { id: "typical", description: "A small network", sizes: { N: 2, T: 5, D: 3, H: 4 } },
  { id: "long", description: "More steps than units", sizes: { N: 4, T: 7, D: 2, H: 3 } },
  { id: "many-features", description: "More features than hidden units", sizes: { N: 3, T: 4, D: 6, H: 2 } },
  { id: "from-zeros", description: "No starting state", sizes: { N: 3, T: 4, D: 5, H: 2 }, fromZeros: true },
  { id: "one-step", description: "T = 1", sizes: { N: 3, T: 1, D: 2, H: 4 } },
  { id: "one-example", description: "N = 1", sizes: { N: 1, T: 4, D: 2, H: 3 } },
  { id: "one-feature", description: "D = 1", sizes: { N: 2, T: 3, D: 1, H: 4 } },
  { id: "one-hidden-unit", description: "H = 1", sizes: { N: 2, T: 4, D: 3, H: 1 } },
  { id: "all-smallest", description: "N = T = D = H = 1", sizes: { N: 1, T: 1, D: 1, H: 1 } },
  {
    id: "saturated",
    description: "Pre-activations of ±1000",
    sizes: { N: 4, T: 3, D: 2, H: 5 },
    saturated: true,
  },
];

/** Which gradients are clipped, and at what part of their norm. */
const clipped: readonly {
  id: string;
  description: string;
  share: number;
  shapes: Record<string, number[]>;
}[] = [
  {
    id: "above",
    description: "Twice as long as allowed",
    share: 0.5,
    shapes: { W: [2, 3], U: [3, 3], b: [3] },
  },
  { id: "far-above", description: "A thousand times as long", share: 1e-3, shapes: { W: [4, 2], b: [2] } },
  { id: "below", description: "Shorter than allowed", share: 1.25, shapes: { W: [3, 4], U: [4, 4], b: [4] } },
  { id: "one-number", description: "A single entry", share: 0.5, shapes: { b: [1] } },
];

/** How the golden file of `recurrent-networks` is made. */
export const recurrentRecipe: Recipe = {
  assignment: "recurrent-networks",
  generator: { name: "recurrent-inputs", version: "1" },
  seed: "recurrent-networks goldens",
  entry: "reference/golden/recurrent-networks.ts",
  oracle: "reference/golden/oracle/recurrent_networks.py",

  inputs(): Omit<GoldenCase, "outputs">[] {
    const random = new Random(this.seed);
    const networks = RECURRENT_NAMES.flatMap((name) =>
      drawn.map((each) => ({
        id: casePrefix(name) + each.id,
        description: each.description,
        inputs: storeInputs(drawCase(random.fork(name).fork(each.id), RECURRENT_MODELS[name], each)),
      })),
    );
    const clippings = clipped.map(({ id, description, share, shapes }) => ({
      id: CLIP + id,
      description,
      inputs: drawClip(random.fork(CLIP + id), share, shapes),
    }));
    return [...networks, ...clippings];
  },

  outputs(inputs: Readonly<Record<string, GoldenTensor>>): Record<string, GoldenTensor> {
    if ("maxNorm" in inputs) {
      const clippedGrads = clipGradients(restoreAll(inputs, "grad."), restore(inputs, "maxNorm").at());
      return store(prefixed("clipped.", clippedGrads));
    }
    const model = modelOf(inputs);
    const given = restoreInputs(model, inputs);
    const { states, gradients } = model.run(given);
    const last = model.run({ ...given, dh: onlyLast(given.dh) }).gradients;
    return store({
      ...prefixed("state.", states),
      ...prefixed("grad.", gradients),
      ...prefixed("last.", last),
    });
  },
};

function drawCase(
  random: Random,
  model: RecurrentModel,
  { sizes, fromZeros, saturated }: Drawn,
): RecurrentInputs {
  const draw = saturated === true ? drawSaturatedInputs : drawRecurrentInputs;
  const inputs = draw(random, model, sizes);
  return fromZeros === true ? { ...inputs, starts: {} } : inputs;
}

function drawClip(
  random: Random,
  share: number,
  shapes: Record<string, number[]>,
): Record<string, GoldenTensor> {
  const entries = Object.entries(shapes).map(([name, shape]): [string, Tensor] => [
    name,
    random.normalTensor(shape),
  ]);
  const squares = entries.reduce((sum, [, tensor]) => sum + tensor.times(tensor).sum(), 0);
  const maxNorm = Tensor.scalar(share * Math.sqrt(squares));
  return store({ ...prefixed("grad.", Object.fromEntries(entries)), maxNorm });
}

/** `dh (N, T, H)` with all but its last step 0. */
function onlyLast(dh: Tensor): Tensor {
  const T = dh.shape[1] ?? 1;
  return sequenceOf(Array.from({ length: T }, (_, t) => stepAt(dh, t).scale(t === T - 1 ? 1 : 0)));
}

/** A model is known by its parameters. */
function modelOf(inputs: Readonly<Record<string, GoldenTensor>>): RecurrentModel {
  const name = RECURRENT_NAMES.find((each) =>
    RECURRENT_MODELS[each].paramNames.every((param) => param in inputs),
  );
  return RECURRENT_MODELS[name ?? "RNN"];
}

function storeInputs({ params, X, starts, dh }: RecurrentInputs): Record<string, GoldenTensor> {
  return store({ ...params, X, ...starts, dh });
}

function restoreInputs(
  { paramNames, states }: RecurrentModel,
  inputs: Readonly<Record<string, GoldenTensor>>,
): RecurrentInputs {
  const all = (names: readonly string[]): Tensors =>
    Object.fromEntries(names.map((name) => [name, restore(inputs, name)]));
  const starts = states.map((state) => `${state}0`).filter((name) => name in inputs);
  return { params: all(paramNames), X: restore(inputs, "X"), starts: all(starts), dh: restore(inputs, "dh") };
}

function prefixed(prefix: string, tensors: Tensors): Tensors {
  return Object.fromEntries(Object.entries(tensors).map(([name, tensor]) => [prefix + name, tensor]));
}

/** All tensors whose names begin so, by the rest of their names. */
function restoreAll(tensors: Readonly<Record<string, GoldenTensor>>, prefix: string): Tensors {
  const names = Object.keys(tensors).filter((name) => name.startsWith(prefix));
  return Object.fromEntries(names.map((name) => [name.slice(prefix.length), restore(tensors, name)]));
}
