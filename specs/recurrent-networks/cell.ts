import {
  RECURRENT_MODELS,
  type RecurrentModel,
  type Tensors,
} from "../../reference/models/recurrent-model.js";
import type { Tensor } from "../../reference/tensor/tensor.js";

// N batch, T steps, D input features, H hidden units

/**
 * One of the three recurrent cells: what it is called in the handout, its parameters (`W… (D, H)`, `U… (H, H)`, biases
 * `(H)`), what it carries from step to step, and the reference's answers.
 */
export type Cell = RecurrentModel;

/** The plain recurrent network. */
export const RNN: Cell = RECURRENT_MODELS.RNN;

/** Long short-term memory. */
export const LSTM: Cell = RECURRENT_MODELS.LSTM;

/** The gated recurrent unit. */
export const GRU: Cell = RECURRENT_MODELS.GRU;

/**
 * The tensor of that name.
 *
 * @throws Error when there is none.
 */
export function named(tensors: Tensors, name: string): Tensor {
  const found = tensors[name];
  if (found === undefined) throw new Error(`no tensor named ${name}`);
  return found;
}

/** The largest absolute entry of all the tensors. */
export function largestEntry(tensors: Tensors): number {
  return Math.max(...Object.values(tensors).map((tensor) => tensor.maxAbs()));
}

/** The parameters whose names begin with one of the letters: `W`, `U`, or `b` and `c`. */
export function paramsOf(cell: Cell, ...letters: readonly string[]): string[] {
  return cell.paramNames.filter((name) => letters.includes(name.charAt(0)));
}

/** The names of the starting states: `h0`, and `c0` of an LSTM. */
export function startsOf(cell: Cell): string[] {
  return cell.states.map((state) => `${state}0`);
}

/** Everything that `backward` gives: `X`, the starting states, and the parameters. */
export function gradientsOf(cell: Cell): string[] {
  return ["X", ...startsOf(cell), ...cell.paramNames];
}
