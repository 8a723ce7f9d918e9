// The three recurrent models behind one face, and random problems for them, for the tests of what they share.
import { Random } from "../random/random.js";
import { stepAt } from "../tensor/steps.js";
import type { Tensor } from "../tensor/tensor.js";
import * as gru from "./gru.js";
import * as lstm from "./lstm.js";
import * as rnn from "./rnn.js";

/** Tensors by name. */
export type Tensors = Record<string, Tensor>;

/** Sizes `N, T, D, H`. */
export type Sizes = readonly [number, number, number, number];

/** A network, a batch of sequences, its starting states, and the gradient that arrives at every `h`. */
export interface Problem {
  readonly params: Tensors;
  /** `(N, T, D)` */
  readonly X: Tensor;
  /** `h0`, of an LSTM also `c0`, each `(N, H)` */
  readonly starts: Tensors;
  /** `(N, T, H)` */
  readonly dh: Tensor;
}

/** One of the models. */
export interface Model {
  readonly name: string;
  readonly paramNames: readonly string[];
  readonly states: readonly string[];
  /** The states by name, each `(N, T, H)`. */
  readonly forward: (problem: Problem) => Tensors;
  /** The gradients of `Σ h∘dh` by name: of parameters, `X` and starting states. */
  readonly gradients: (problem: Problem) => Tensors;
}

/** All three. */
export const models: readonly Model[] = [
  {
    name: "RNN",
    paramNames: rnn.PARAM_NAMES,
    states: ["h"],
    forward: ({ params, X, starts }) => ({ h: rnn.forward(params as rnn.RnnParams, X, starts["h0"]).h }),
    gradients: ({ params, X, starts, dh }) => {
      const own = params as rnn.RnnParams;
      return { ...rnn.backward(own, dh, rnn.forward(own, X, starts["h0"])) };
    },
  },
  {
    name: "LSTM",
    paramNames: lstm.PARAM_NAMES,
    states: ["h", "c"],
    forward: ({ params, X, starts }) => {
      const { h, c } = lstm.forward(params as lstm.LstmParams, X, starts["h0"], starts["c0"]);
      return { h, c };
    },
    gradients: ({ params, X, starts, dh }) => {
      const own = params as lstm.LstmParams;
      return { ...lstm.backward(own, dh, lstm.forward(own, X, starts["h0"], starts["c0"])) };
    },
  },
  {
    name: "GRU",
    paramNames: gru.PARAM_NAMES,
    states: ["h"],
    forward: ({ params, X, starts }) => ({ h: gru.forward(params as gru.GruParams, X, starts["h0"]).h }),
    gradients: ({ params, X, starts, dh }) => {
      const own = params as gru.GruParams;
      return { ...gru.backward(own, dh, gru.forward(own, X, starts["h0"])) };
    },
  },
];

/** Random parameters, biases not zero: `W (D, H)`, `U (H, H)`, `b` and `c (H)`. */
export function drawParams(random: Random, names: readonly string[], D: number, H: number): Tensors {
  const shapes: Record<string, readonly number[]> = { W: [D, H], U: [H, H], b: [H], c: [H] };
  return Object.fromEntries(
    names.map((name) => [name, random.normalTensor(shapes[name.charAt(0)] ?? [], 0.7)]),
  );
}

/** A random problem with starting states that are not zero. */
export function drawProblem(model: Model, seed: number | string, [N, T, D, H]: Sizes): Problem {
  const random = new Random(seed);
  return {
    params: drawParams(random, model.paramNames, D, H),
    X: random.normalTensor([N, T, D]),
    starts: Object.fromEntries(model.states.map((state) => [`${state}0`, random.normalTensor([N, H])])),
    dh: random.normalTensor([N, T, H]),
  };
}

/** `Σ h∘dh`, what is differentiated. */
export function lossOf(model: Model, problem: Problem): number {
  const { h } = model.forward(problem);
  return h!.times(problem.dh).sum();
}

/** All tensors that have a gradient, by name. */
export function tensorsOf({ params, X, starts }: Problem): Tensors {
  return { ...params, ...starts, X };
}

/** The names of all that has a gradient. */
export function gradientNames({ paramNames, states }: Model): string[] {
  return [...paramNames, ...states.map((state) => `${state}0`), "X"];
}

/** The problem with another tensor in the place of `name`. */
export function replaced(problem: Problem, name: string, tensor: Tensor): Problem {
  if (name === "X") return { ...problem, X: tensor };
  const where = name in problem.starts ? "starts" : "params";
  return { ...problem, [where]: { ...problem[where], [name]: tensor } };
}

/** Every step of a sequence `(N, T, K)`: T times `(N, K)`. */
export function stepsOf(sequence: Tensor): Tensor[] {
  return Array.from({ length: sequence.shape[1] ?? 0 }, (_, t) => stepAt(sequence, t));
}
