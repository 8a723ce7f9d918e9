// The formulas of the three recurrent models, written down anew in complex numbers and entry by entry, for
// derivatives by a complex step.
import { Complex } from "../gradients/complex.js";
import type { RecurrentInputs, RecurrentModel } from "./recurrent-model.js";

/** An entry by its row and column; a bias has row 0 alone. */
type Entry = (name: string, row: number, column: number) => Complex;

const one = new Complex(1);
const two = new Complex(2);

function sigmoid(z: Complex): Complex {
  return one.over(one.plus(new Complex(0).minus(z).exp()));
}

function tanh(z: Complex): Complex {
  return two.times(sigmoid(two.times(z))).minus(one);
}

/** `Σ weights[name][k][j]·values[k]` over the rows k. */
function product(entry: Entry, name: string, values: readonly Complex[], j: number): Complex {
  return values.reduce((sum, value, k) => sum.plus(value.times(entry(name, k, j))), new Complex(0));
}

/** The states after one step of one example, unit by unit. */
type Step = (entry: Entry, x: readonly Complex[], states: readonly Complex[][]) => Complex[][];

const steps: Readonly<Record<string, Step>> = {
  RNN(entry, x, [h = []]) {
    const z = (j: number): Complex =>
      product(entry, "Wh", x, j)
        .plus(product(entry, "Uh", h, j))
        .plus(entry("bh", 0, j));
    return [h.map((_, j) => tanh(z(j)))];
  },

  LSTM(entry, x, [h = [], c = []]) {
    const z = (gate: string, j: number): Complex =>
      product(entry, `W${gate}`, x, j)
        .plus(product(entry, `U${gate}`, h, j))
        .plus(entry(`b${gate}`, 0, j));
    const next = c.map((cell, j) =>
      sigmoid(z("f", j))
        .times(cell)
        .plus(sigmoid(z("i", j)).times(tanh(z("g", j)))),
    );
    return [next.map((cell, j) => sigmoid(z("o", j)).times(tanh(cell))), next];
  },

  GRU(entry, x, [h = []]) {
    const gate = (name: string, j: number): Complex =>
      sigmoid(
        product(entry, `W${name}`, x, j)
          .plus(product(entry, `U${name}`, h, j))
          .plus(entry(`b${name}`, 0, j)),
      );
    const next = h.map((before, j) => {
      const recalled = gate("r", j).times(product(entry, "Un", h, j).plus(entry("cn", 0, j)));
      const n = tanh(
        product(entry, "Wn", x, j)
          .plus(entry("bn", 0, j))
          .plus(recalled),
      );
      return one.minus(gate("z", j)).times(n).plus(gate("z", j).times(before));
    });
    return [next];
  },
};

/** `Σ h∘dh` with entry `offset` of the tensor `name` replaced by `value`. */
export function complexLoss(
  model: RecurrentModel,
  problem: RecurrentInputs,
  name: string,
  offset: number,
  value: Complex,
): Complex {
  const { params, X, starts, dh } = problem;
  const [N = 0, T = 0, D = 0] = X.shape;
  const H = dh.columns;
  const read = (of: string, data: Float64Array, at: number): Complex =>
    of === name && at === offset ? value : new Complex(data[at]!);
  const entry: Entry = (of, row, column) => read(of, params[of]!.data, row * H + column);
  const range = (length: number): number[] => Array.from({ length }, (_, i) => i);
  let total = new Complex(0);
  for (const n of range(N)) {
    let states = model.states.map((state) =>
      range(H).map((j) => read(`${state}0`, starts[`${state}0`]!.data, n * H + j)),
    );
    for (const t of range(T)) {
      const x = range(D).map((d) => read("X", X.data, (n * T + t) * D + d));
      states = steps[model.name]!(entry, x, states);
      states[0]!.forEach((h, j) => {
        total = total.plus(h.times(new Complex(dh.at(n, t, j))));
      });
    }
  }
  return total;
}
