// The recurrent models unit by unit on a tape, in a way of writing that can be changed, rightly or wrongly.
import {
  RECURRENT_MODELS,
  type RecurrentInputs,
  type RecurrentName,
  type RecurrentOutputs,
} from "../models/recurrent-model.js";
import { Tensor } from "../tensor/tensor.js";
import { type Arithmetic, exact, type Node, Tape } from "./tape.fixture.js";

/** One example's pre-activations `x·W + h·U + b` of unit j, and parts of them, by the letter of the gate. */
export interface Sums {
  readonly all: (gate: string, j: number) => Node;
  /** `x·W + b` alone. */
  readonly input: (gate: string, j: number) => Node;
  /** `h·U` of other states alone. */
  readonly recurrent: (gate: string, j: number, h: readonly Node[]) => Node;
  /** An entry of the second bias. */
  readonly second: (gate: string, j: number) => Node;
}

/** What one step of one unit makes of the states before it: `h`, or `h` and `c`. */
export type UnitStep = (sums: Sums, j: number, states: readonly (readonly Node[])[]) => Node[];

/** A way of writing a model. */
export interface Style {
  readonly arithmetic: Arithmetic;
  readonly unit: UnitStep;
  /** The order in which the terms of a sum are added. */
  readonly order: (terms: Node[]) => Node[];
  /** What is carried to the next step, of the states it ended with and those that the sequence began with. */
  readonly carry: (states: Node[][], start: Node[][]) => Node[][];
  /** The order in which the steps are taken. */
  readonly times: (T: number) => number[];
  readonly transposed: boolean;
  readonly withBias: boolean;
}

/** The formulas of the handout. */
const UNITS: Readonly<Record<RecurrentName, UnitStep>> = {
  RNN: ({ all }, j) => [all("h", j).tanh()],
  LSTM: ({ all }, j, [, c]) => {
    const next = all("f", j)
      .sigmoid()
      .times(c![j]!)
      .plus(all("i", j).sigmoid().times(all("g", j).tanh()));
    return [all("o", j).sigmoid().times(next.tanh()), next];
  },
  GRU: ({ all, input, recurrent, second }, j, [h]) => {
    const z = all("z", j).sigmoid();
    const recalled = recurrent("n", j, h!).plus(second("n", j));
    const n = input("n", j).plus(all("r", j).sigmoid().times(recalled)).tanh();
    return [z.rest().times(n).plus(z.times(h![j]!))];
  },
};

/** A model written down plainly. */
export function plain(name: RecurrentName): Style {
  return {
    arithmetic: exact,
    unit: UNITS[name],
    order: (terms) => terms,
    carry: (states) => states,
    times: (T) => Array.from({ length: T }, (_, t) => t),
    transposed: false,
    withBias: true,
  };
}

/** What a way of writing gives: states, and the gradients that go with them. */
export function runStyle(name: RecurrentName, style: Style, inputs: RecurrentInputs): RecurrentOutputs {
  const tape = new Tape(style.arithmetic);
  const { states } = RECURRENT_MODELS[name];
  const [N = 0, T = 0, D = 0] = inputs.X.shape;
  const H = inputs.dh.columns;
  const leaves = new Map<string, { shape: readonly number[]; nodes: Node[] }>();
  const leaf = (of: string, tensor: Tensor): Node[] => {
    const nodes = Array.from(tensor.data, (value) => tape.node(value));
    leaves.set(of, { shape: tensor.shape, nodes });
    return nodes;
  };
  const params = Object.fromEntries(
    Object.entries(inputs.params).map(([of, tensor]) => [of, leaf(of, tensor)]),
  );
  const X = leaf("X", inputs.X);
  const starts = states.map((state) => leaf(`${state}0`, inputs.starts[`${state}0`] ?? Tensor.zeros([N, H])));
  const sum = (terms: Node[]): Node => style.order(terms).reduce((a, b) => a.plus(b));
  const sequences = states.map((): Node[] => []);
  for (let n = 0; n < N; n++) {
    const start = starts.map((nodes) => nodes.slice(n * H, (n + 1) * H));
    let current = start;
    for (const t of style.times(T)) {
      const before = current;
      const x = X.slice((n * T + t) * D, (n * T + t + 1) * D);
      const recurrent = (gate: string, j: number, h: readonly Node[]): Node =>
        sum(h.map((unit, k) => params[`U${gate}`]![style.transposed ? j * H + k : k * H + j]!.times(unit)));
      const input = (gate: string, j: number): Node => {
        const terms = x.map((value, d) => params[`W${gate}`]![d * H + j]!.times(value));
        return sum(style.withBias ? [...terms, params[`b${gate}`]![j]!] : terms);
      };
      const sums: Sums = {
        input,
        recurrent,
        all: (gate, j) => input(gate, j).plus(recurrent(gate, j, before[0]!)),
        second: (gate, j) => params[`c${gate}`]![j]!,
      };
      const units = Array.from({ length: H }, (_, j) => style.unit(sums, j, before));
      current = states.map((_, s) => units.map((unit) => unit[s]!));
      current.forEach((nodes, s) => nodes.forEach((node, j) => (sequences[s]![(n * T + t) * H + j] = node)));
      current = style.carry(current, start);
    }
  }
  sequences[0]!.forEach((node, i) => (node.gradient += inputs.dh.data[i]!));
  tape.backward();
  const outputs = states.map((state, s) => [
    state,
    Tensor.of(
      [N, T, H],
      sequences[s]!.map(({ value }) => value),
    ),
  ]);
  const gradients = Array.from(leaves, ([of, { shape, nodes }]) => [
    of,
    Tensor.of(
      shape,
      nodes.map(({ gradient }) => gradient),
    ),
  ]);
  return {
    states: Object.fromEntries(outputs) as Record<string, Tensor>,
    gradients: Object.fromEntries(gradients) as Record<string, Tensor>,
  };
}
