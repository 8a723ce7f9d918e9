import type { RecurrentSizes } from "../../reference/models/recurrent-inputs.js";
import type { Tensor } from "../../reference/tensor/tensor.js";
import type { Answers, Given, Handle, Script, Wanted } from "../kit/index.js";
import type { Cell } from "./cell.js";
import { sequenceLabel, stateLabel } from "./labels.js";
import { startingStates, type Problem } from "./problem.js";

/** A network of the submission with the given parameters; with its own where they are left out. */
export function construct(
  script: Script,
  cell: Cell,
  { D, H }: Pick<RecurrentSizes, "D" | "H">,
  params?: Readonly<Record<string, Given>>,
): Handle {
  const net = script.construct(cell.name, D, H);
  if (params !== undefined) script.set(net, "params", { ...params });
  return net;
}

/** `forward(X, ...starts)` on a network. */
export function callForward(script: Script, net: Handle, X: Given, starts: readonly Given[]): Handle {
  return script.call(net, "forward", X, ...starts);
}

/** A fresh network's answer to a problem. */
export function callProblem(script: Script, problem: Problem): Handle {
  const net = construct(script, problem.cell, problem.sizes, problem.params);
  return callForward(script, net, problem.X, startingStates(problem));
}

/** What `forward` gave for each state. */
export function wantSequences(script: Script, cell: Cell, result: Handle): Wanted[] {
  return cell.states.map((state) => script.want(result, state));
}

/**
 * The sequences `(N, T, H)` out of the answers, one per state.
 *
 * @throws CheckFailure when one of them is missing, misshapen or not finite.
 */
export function readSequences(
  answers: Answers,
  cell: Cell,
  wanted: readonly Wanted[],
  sizes: RecurrentSizes,
): Tensor[] {
  return cell.states.map((state, i) => answers.tensor(wanted[i] as Wanted, sequenceLabel(sizes, state)));
}

/** The states after `step(x, ...states)`: still in the host, and to be brought back. */
interface Stepped {
  readonly states: readonly Handle[];
  readonly wanted: readonly Wanted[];
}

/** `step(x, ...states)` on a network: an LSTM gives an object, the others the hidden state itself. */
export function callStep(
  script: Script,
  cell: Cell,
  net: Handle,
  x: Given,
  states: readonly Given[],
): Stepped {
  const result = script.call(net, "step", x, ...states);
  const handles = cell.states.length === 1 ? [result] : cell.states.map((state) => result.at(state));
  return { states: handles, wanted: handles.map((handle) => script.want(handle)) };
}

/**
 * The states `(N, H)` after a step, out of the answers.
 *
 * @throws CheckFailure when one of them is missing, misshapen or not finite.
 */
export function readStates(
  answers: Answers,
  cell: Cell,
  wanted: readonly Wanted[],
  sizes: RecurrentSizes,
): Tensor[] {
  return cell.states.map((state, i) => answers.tensor(wanted[i] as Wanted, stateLabel(sizes, `${state}'`)));
}
