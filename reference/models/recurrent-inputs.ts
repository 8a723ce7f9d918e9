import type { Random } from "../random/random.js";
import { Tensor } from "../tensor/tensor.js";
import type { RecurrentInputs, RecurrentModel } from "./recurrent-model.js";

/** The sizes of a recurrent network and its batch: examples, time steps, input features, hidden units. */
export interface RecurrentSizes {
  readonly N: number;
  readonly T: number;
  readonly D: number;
  readonly H: number;
}

/**
 * A network and a batch on which right and wrong are far apart and correct answers agree: pre-activations of size
 * about 1, however large the network is, so that no gate is idle and few are saturated; no bias near 0; starting
 * states as large as later ones; no gradient so small that its terms must have cancelled.
 *
 * @throws Error when no such inputs turn up, which no sizes of up to some tens have done.
 */
export function drawRecurrentInputs(
  random: Random,
  model: RecurrentModel,
  sizes: RecurrentSizes,
): RecurrentInputs {
  return firstTelling(random, model, sizes, (_, inputs) => inputs);
}

/**
 * A network most of whose pre-activations are about ±1000, through the biases: a third of all at 1000, a third at
 * −1000, a third of size about 1, so that each parameter still has a gradient.
 *
 * @throws Error when no such inputs turn up, which needs some hidden units.
 */
export function drawSaturatedInputs(
  random: Random,
  model: RecurrentModel,
  sizes: RecurrentSizes,
): RecurrentInputs {
  return firstTelling(random, model, sizes, saturate);
}

/** The least that the largest entry of each gradient should be. */
const TELLING = 0.01;

function firstTelling(
  random: Random,
  model: RecurrentModel,
  sizes: RecurrentSizes,
  change: (random: Random, inputs: RecurrentInputs) => RecurrentInputs,
): RecurrentInputs {
  for (let attempt = 0; attempt < 1000; attempt++) {
    const stream = random.fork(`attempt ${attempt}`);
    const inputs = change(stream, attemptInputs(stream, model, sizes));
    const gradients = Object.values(model.run(inputs).gradients);
    if (gradients.every((gradient) => gradient.maxAbs() >= TELLING)) return inputs;
  }
  throw new Error(`no telling inputs of sizes ${JSON.stringify(sizes)}`);
}

function attemptInputs(
  random: Random,
  { paramNames, states }: RecurrentModel,
  { N, T, D, H }: RecurrentSizes,
): RecurrentInputs {
  const draw: Readonly<Record<string, () => Tensor>> = {
    W: () => random.normalTensor([D, H], 1 / Math.sqrt(D)), // (D, H)
    U: () => random.normalTensor([H, H], 1 / Math.sqrt(H)), // (H, H)
    b: () => drawBias(random, H), // (H)
    c: () => drawBias(random, H), // (H)
  };
  return {
    params: Object.fromEntries(
      paramNames.map((name) => [name, draw[name.charAt(0)]?.() ?? Tensor.zeros([])]),
    ),
    X: random.normalTensor([N, T, D]),
    starts: Object.fromEntries(states.map((state) => [`${state}0`, random.normalTensor([N, H], 0.8)])),
    dh: random.normalTensor([N, T, H]),
  };
}

function saturate(random: Random, inputs: RecurrentInputs): RecurrentInputs {
  const shift = (): number => [1000, -1000, 0][random.integer(0, 2)] ?? 0;
  const params = Object.entries(inputs.params).map(([name, tensor]): [string, Tensor] => [
    name,
    name.startsWith("b") ? tensor.map((value) => value + shift()) : tensor,
  ]);
  return { ...inputs, params: Object.fromEntries(params) };
}

/** Numbers of either sign and of size 0.2 to 1. */
function drawBias(random: Random, length: number): Tensor {
  return random.uniformTensor([length], 0.2, 1).map((value) => (random.uniform() < 0.5 ? -value : value));
}
