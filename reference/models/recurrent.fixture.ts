// Random problems for the three recurrent models, and how to change them, for the tests of what they share.
import { Random } from "../random/random.js";
import { stepAt } from "../tensor/steps.js";
import type { Tensor } from "../tensor/tensor.js";
import type { RecurrentInputs, RecurrentModel, Tensors } from "./recurrent-model.js";

/** Sizes `N, T, D, H`. */
export type Sizes = readonly [number, number, number, number];

/** Random parameters, biases not zero: `W (D, H)`, `U (H, H)`, `b` and `c (H)`. */
export function drawParams(random: Random, names: readonly string[], D: number, H: number): Tensors {
  const shapes: Record<string, readonly number[]> = { W: [D, H], U: [H, H], b: [H], c: [H] };
  return Object.fromEntries(
    names.map((name) => [name, random.normalTensor(shapes[name.charAt(0)] ?? [], 0.7)]),
  );
}

/** A random problem with starting states that are not zero. */
export function drawProblem(
  model: RecurrentModel,
  seed: number | string,
  [N, T, D, H]: Sizes,
): RecurrentInputs {
  const random = new Random(seed);
  return {
    params: drawParams(random, model.paramNames, D, H),
    X: random.normalTensor([N, T, D]),
    starts: Object.fromEntries(model.states.map((state) => [`${state}0`, random.normalTensor([N, H])])),
    dh: random.normalTensor([N, T, H]),
  };
}

/** `Σ h∘dh`, what is differentiated. */
export function lossOf(model: RecurrentModel, problem: RecurrentInputs): number {
  const { h } = model.run(problem).states;
  return h!.times(problem.dh).sum();
}

/** All tensors that have a gradient, by name. */
export function tensorsOf({ params, X, starts }: RecurrentInputs): Tensors {
  return { ...params, ...starts, X };
}

/** The names of all that has a gradient. */
export function gradientNames({ paramNames, states }: RecurrentModel): string[] {
  return [...paramNames, ...states.map((state) => `${state}0`), "X"];
}

/** The problem with another tensor in the place of `name`. */
export function replaced(problem: RecurrentInputs, name: string, tensor: Tensor): RecurrentInputs {
  if (name === "X") return { ...problem, X: tensor };
  const where = name in problem.starts ? "starts" : "params";
  return { ...problem, [where]: { ...problem[where], [name]: tensor } };
}

/** Every step of a sequence `(N, T, K)`: T times `(N, K)`. */
export function stepsOf(sequence: Tensor): Tensor[] {
  return Array.from({ length: sequence.shape[1] ?? 0 }, (_, t) => stepAt(sequence, t));
}
