import type { RecurrentSizes } from "../../reference/models/recurrent-inputs.js";
import type { Axis, Label } from "../kit/index.js";

const axes = {
  N: (size: number): Axis => ({ letter: "N", name: "example", size }),
  T: (size: number): Axis => ({ letter: "T", name: "step", size }),
  D: (size: number): Axis => ({ letter: "D", name: "input", size }),
  H: (size: number): Axis => ({ letter: "H", name: "hidden", size }),
  previous: (size: number): Axis => ({ letter: "H", name: "previous hidden", size }),
};

/** A state at one step, or a starting state: `(N, H)`. */
export function stateLabel({ N, H }: Pick<RecurrentSizes, "N" | "H">, what: string): Label {
  return { what, axes: [axes.N(N), axes.H(H)] };
}

/** A state at every step, or a gradient that arrives there: `(N, T, H)`. */
export function sequenceLabel({ N, T, H }: Pick<RecurrentSizes, "N" | "T" | "H">, what: string): Label {
  return { what, axes: [axes.N(N), axes.T(T), axes.H(H)] };
}

/** The input of one step: `(N, D)`. */
export function stepInputLabel({ N, D }: Pick<RecurrentSizes, "N" | "D">, what: string): Label {
  return { what, axes: [axes.N(N), axes.D(D)] };
}

/** Whatever has a gradient, or with the prefix `d` that gradient: `X`, `h0`, `c0` or a parameter. */
export function tensorLabel(name: string, sizes: RecurrentSizes, prefix = ""): Label {
  const { N, T, D, H } = sizes;
  const what = prefix + name;
  if (name === "X") return { what, axes: [axes.N(N), axes.T(T), axes.D(D)] };
  if (name === "h0" || name === "c0") return stateLabel(sizes, what);
  if (name.startsWith("W")) return { what, axes: [axes.D(D), axes.H(H)] };
  if (name.startsWith("U")) return { what, axes: [axes.previous(H), axes.H(H)] };
  return { what, axes: [axes.H(H)] };
}
