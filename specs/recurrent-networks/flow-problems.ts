import type { RecurrentSizes } from "../../reference/models/recurrent-inputs.js";
import type { Random } from "../../reference/random/random.js";
import { Tensor } from "../../reference/tensor/tensor.js";
import { GRU, LSTM, RNN, type Cell } from "./cell.js";
import { tensorLabel } from "./labels.js";
import { orthogonal } from "./orthogonal.js";
import { withLastOnly, type Problem } from "./problem.js";

// Networks through which a gradient that sets out at the last step gets far, or of which one knows how it vanishes.

/** What a flow goes through: how long, and how large the random normal numbers are that come in. */
interface Bed {
  readonly sizes: RecurrentSizes;
  readonly inputs: number;
}

/** A cell with these parameters, in which a gradient arrives at the last step only. */
function flowProblem(
  random: Random,
  cell: Cell,
  { sizes, inputs }: Bed,
  change: (name: string, drawn: Tensor) => Tensor,
): Problem {
  const { N, T, D, H } = sizes;
  const X = random.normalTensor([N, T, D], inputs);
  const params = cell.paramNames.map((name) => {
    const shape = tensorLabel(name, sizes).axes.map(({ size }) => size);
    return [name, change(name, random.normalTensor(shape, 0.5))] as const;
  });
  const starts = Object.fromEntries(cell.states.map((state) => [`${state}0`, Tensor.zeros([N, H])]));
  const dh = random.normalTensor([N, T, H]);
  return withLastOnly({ cell, sizes, params: Object.fromEntries(params), X, starts, dh });
}

/** A plain network whose `Uh` is an orthogonal matrix times `size`. */
function plainFlow(random: Random, bed: Bed, size: number): Problem {
  const { H } = bed.sizes;
  return flowProblem(random, RNN, bed, (name, drawn) => {
    if (name === "Uh") return orthogonal(random, H).scale(size);
    return name === "bh" ? Tensor.zeros([H]) : drawn;
  });
}

/** A cell of which one gate lets the state through, while its recurrent weights let little through. */
function gatedFlow(random: Random, cell: Cell, bed: Bed, gate: string, bias: number): Problem {
  const { H } = bed.sizes;
  return flowProblem(random, cell, bed, (name, drawn) => {
    if (name.startsWith("W")) return drawn;
    if (name.startsWith("U")) return orthogonal(random, H).scale(0.1);
    return Tensor.zeros([H]).map(() => (name === gate ? bias : 0));
  });
}

const SIZES: RecurrentSizes = { N: 2, T: 20, D: 3, H: 4 };

/**
 * A plain network around zero, where tanh changes nothing: every step back multiplies the gradient by `size`, exactly,
 * for `Uh` is an orthogonal matrix times that.
 */
export function rnnFlow(random: Random, size: number): Problem {
  return plainFlow(random, { sizes: SIZES, inputs: 1e-6 }, size);
}

/** An LSTM around zero whose forget gate stands open, while its recurrent weights let little through. */
export function lstmFlow(random: Random): Problem {
  return gatedFlow(random, LSTM, { sizes: SIZES, inputs: 0.05 }, "bf", 6);
}

/**
 * A network of any kind through which the gradient gets as far as the sequence is long; not around zero, where other
 * formulas come to nearly the same.
 */
export function openFlow(random: Random, cell: Cell, sizes: RecurrentSizes): Problem {
  if (cell === RNN) return plainFlow(random, { sizes, inputs: 0.05 }, 1);
  const bed: Bed = { sizes, inputs: 0.5 };
  return cell === GRU ? gatedFlow(random, GRU, bed, "bz", 4) : gatedFlow(random, LSTM, bed, "bf", 6);
}
