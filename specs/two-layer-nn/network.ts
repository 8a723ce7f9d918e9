import type { Answers, Axis, Handle, Label, Script, Wanted } from "../kit/index.js";
import type { Random } from "../../reference/random/random.js";
import type { Tensor } from "../../reference/tensor/tensor.js";
import type { TwoLayerParams } from "../../reference/models/two-layer-nn.js";
import { oneHot } from "../../reference/nn/one-hot.js";

// N batch, D input features, H hidden units, C classes

/** The sizes of a network and of a batch for it. */
export interface Sizes {
  readonly N: number;
  readonly D: number;
  readonly H: number;
  readonly C: number;
}

/** A network's parameters with a batch for it: `X (N, D)`, one-hot `Y (N, C)`. */
export interface Problem {
  readonly sizes: Sizes;
  readonly params: TwoLayerParams;
  readonly X: Tensor;
  readonly Y: Tensor;
}

/** The names of the four parameters, in the order of the handout. */
export const PARAM_NAMES = ["W1", "b1", "W2", "b2"] as const;

/** One of {@link PARAM_NAMES}. */
export type ParamName = (typeof PARAM_NAMES)[number];

const axes = {
  N: (size: number): Axis => ({ letter: "N", name: "example", size }),
  D: (size: number): Axis => ({ letter: "D", name: "input", size }),
  H: (size: number): Axis => ({ letter: "H", name: "hidden", size }),
  C: (size: number): Axis => ({ letter: "C", name: "class", size }),
};

/** The label of a parameter or, with the prefix `d`, of its gradient. */
export function paramLabel(name: ParamName, sizes: Sizes, prefix = ""): Label {
  const { D, H, C } = sizes;
  const shapes = {
    W1: [axes.D(D), axes.H(H)],
    b1: [axes.H(H)],
    W2: [axes.H(H), axes.C(C)],
    b2: [axes.C(C)],
  };
  return { what: prefix + name, axes: shapes[name] };
}

/** The label of the class probabilities `y (N, C)`. */
export function outputLabel(sizes: Pick<Sizes, "N" | "C">, what = "y"): Label {
  return { what, axes: [axes.N(sizes.N), axes.C(sizes.C)] };
}

/** The label of the inputs `X (N, D)`. */
export function inputLabel(sizes: Pick<Sizes, "N" | "D">, what = "X"): Label {
  return { what, axes: [axes.N(sizes.N), axes.D(sizes.D)] };
}

/**
 * A random network and batch on which mistakes show: weights of scale 1, biases that are not zero, every class that
 * there is room for among the labels.
 */
export function randomProblem(random: Random, sizes: Sizes): Problem {
  const { N, D, H, C } = sizes;
  const labels = random.shuffle(Array.from({ length: N }, (_, n) => n % C));
  return {
    sizes,
    params: {
      W1: random.normalTensor([D, H]),
      b1: random.normalTensor([H]),
      W2: random.normalTensor([H, C]),
      b2: random.normalTensor([C]),
    },
    X: random.normalTensor([N, D]),
    Y: oneHot(labels, C),
  };
}

/** One-hot targets `(N, C)` in which every example has the next class. */
export function nextLabels(Y: Tensor): Tensor {
  return oneHot(
    Y.argmaxRows().map((label) => (label + 1) % Y.columns),
    Y.columns,
  );
}

/** A network of the submission with the given parameters. */
export function construct(script: Script, sizes: Omit<Sizes, "N">, params?: TwoLayerParams): Handle {
  const net = script.construct("TwoLayerNN", sizes.D, sizes.H, sizes.C);
  if (params !== undefined) script.set(net, "params", { ...params });
  return net;
}

/** The four parameters, or gradients, under `handle`. */
export function wantParams(script: Script, handle: Handle, ...path: string[]): Record<ParamName, Wanted> {
  const want = (name: ParamName): Wanted => script.want(handle, ...path, name);
  return { W1: want("W1"), b1: want("b1"), W2: want("W2"), b2: want("b2") };
}

/**
 * The four parameters out of the answers.
 *
 * @throws CheckFailure when one of them is missing, misshapen or not finite.
 */
export function readParams(
  answers: Answers,
  wanted: Record<ParamName, Wanted>,
  sizes: Sizes,
  prefix = "",
): Record<ParamName, Tensor> {
  const read = (name: ParamName): Tensor => answers.tensor(wanted[name], paramLabel(name, sizes, prefix));
  return { W1: read("W1"), b1: read("b1"), W2: read("W2"), b2: read("b2") };
}
