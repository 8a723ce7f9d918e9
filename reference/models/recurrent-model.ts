import type { Tensor } from "../tensor/tensor.js";
import * as gru from "./gru.js";
import * as lstm from "./lstm.js";
import * as rnn from "./rnn.js";

/** Tensors by name. */
export type Tensors = Readonly<Record<string, Tensor>>;

/** The names of the three recurrent models. */
export const RECURRENT_NAMES = ["RNN", "LSTM", "GRU"] as const;

/** The name of a recurrent model. */
export type RecurrentName = (typeof RECURRENT_NAMES)[number];

/** What a recurrent model takes. */
export interface RecurrentInputs {
  readonly params: Tensors;
  /** `(N, T, D)` */
  readonly X: Tensor;
  /** `h0` and, of an LSTM, `c0`, each `(N, H)`; zeros where one is missing */
  readonly starts: Tensors;
  /** `(N, T, H)`, the gradient that arrives at every step's hidden state */
  readonly dh: Tensor;
}

/** What a recurrent model gives, by name. */
export interface RecurrentOutputs {
  /** `h` and, of an LSTM, `c`, each `(N, T, H)` */
  readonly states: Tensors;
  /** of `Σ h∘dh`: of the parameters, of `X`, of `h0` and, of an LSTM, of `c0` */
  readonly gradients: Tensors;
}

/** A recurrent model where it does not matter which. */
export interface RecurrentModel {
  readonly name: RecurrentName;
  readonly paramNames: readonly string[];
  /** The states that are carried from step to step, the hidden one first. */
  readonly states: readonly string[];
  readonly run: (inputs: RecurrentInputs) => RecurrentOutputs;
}

/** All three models, each behind the same face. */
export const RECURRENT_MODELS: Readonly<Record<RecurrentName, RecurrentModel>> = {
  RNN: {
    name: "RNN",
    paramNames: rnn.PARAM_NAMES,
    states: ["h"],
    run({ params, X, starts, dh }) {
      const own = pick(params, rnn.PARAM_NAMES);
      const cache = rnn.forward(own, X, starts["h0"]);
      return { states: { h: cache.h }, gradients: { ...rnn.backward(own, dh, cache) } };
    },
  },
  LSTM: {
    name: "LSTM",
    paramNames: lstm.PARAM_NAMES,
    states: ["h", "c"],
    run({ params, X, starts, dh }) {
      const own = pick(params, lstm.PARAM_NAMES);
      const cache = lstm.forward(own, X, starts["h0"], starts["c0"]);
      return { states: { h: cache.h, c: cache.c }, gradients: { ...lstm.backward(own, dh, cache) } };
    },
  },
  GRU: {
    name: "GRU",
    paramNames: gru.PARAM_NAMES,
    states: ["h"],
    run({ params, X, starts, dh }) {
      const own = pick(params, gru.PARAM_NAMES);
      const cache = gru.forward(own, X, starts["h0"]);
      return { states: { h: cache.h }, gradients: { ...gru.backward(own, dh, cache) } };
    },
  },
};

/** @throws RangeError when one of the names is missing. */
function pick<Name extends string>(tensors: Tensors, names: readonly Name[]): Record<Name, Tensor> {
  const picked = names.map((name) => {
    const tensor = tensors[name];
    if (tensor === undefined) throw new RangeError(`no parameter named ${name}`);
    return [name, tensor];
  });
  return Object.fromEntries(picked) as Record<Name, Tensor>;
}
