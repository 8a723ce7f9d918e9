// Ways of writing the recurrent models, right and wrong, as changes of the plain one.
import type { RecurrentName } from "../models/recurrent-model.js";
import type { Style, UnitStep } from "./recurrent-styles.fixture.js";
import { exact, type Node } from "./tape.fixture.js";

/** What is changed of the plain way. */
export type Change = (style: Style) => Partial<Style>;

const unit =
  (step: UnitStep): Change =>
  () => ({ unit: step });
const sigmoidByTanh = (z: Node): Node => {
  const half = z.tape.node(0.5);
  return half.times(half.times(z).tanh()).plus(half);
};

/** Right, and written otherwise. */
export const correct: Record<RecurrentName, Record<string, Change>> = {
  RNN: {
    "tanh from the logistic function": unit(({ all }, j) => {
      const z = all("h", j);
      const half = z.plus(z).sigmoid();
      return [half.plus(half).plus(z.tape.node(-1))];
    }),
  },
  LSTM: {
    "gates by tanh": unit(({ all }, j, [, c]) => {
      const [i, f, o] = ["i", "f", "o"].map((gate) => sigmoidByTanh(all(gate, j))) as [Node, Node, Node];
      const next = i.times(all("g", j).tanh()).plus(c![j]!.times(f));
      return [next.tanh().times(o), next];
    }),
  },
  GRU: {
    "n + z(h − n)": unit((sums, j, [h]) => {
      const z = sigmoidByTanh(sums.all("z", j));
      const recalled = sums.recurrent("n", j, h!).plus(sums.second("n", j));
      const n = sums.all("r", j).sigmoid().times(recalled).plus(sums.input("n", j)).tanh();
      return [n.plus(z.times(h![j]!.plus(n.times(n.tape.node(-1)))))];
    }),
  },
};

const everywhere: Record<string, Change> = {
  "time reversed": ({ times }) => ({ times: (T) => times(T).toReversed() }),
  "the state begun anew at each step": () => ({ carry: (_, start) => start }),
  "gradients that stay in their step": () => ({
    carry: (states) => states.map((nodes) => nodes.map((node) => node.detached())),
  }),
  "U transposed": () => ({ transposed: true }),
  "no biases": () => ({ withBias: false }),
  "the slope of tanh missing": () => ({ arithmetic: { ...exact, tanhSlope: () => 1 } }),
  "the slope of tanh without the square": () => ({ arithmetic: { ...exact, tanhSlope: (h) => 1 - h } }),
};
const gated: Record<string, Change> = {
  "the slope of the gates missing": () => ({ arithmetic: { ...exact, sigmoidSlope: () => 1 } }),
  "the slope of tanh at the gates": () => ({ arithmetic: { ...exact, sigmoidSlope: exact.tanhSlope } }),
};

/** An LSTM whose gates see something else, or whose cell is made otherwise. */
const lstm =
  (
    cell: (gates: Record<"i" | "f" | "g" | "o", Node>, c: Node, next: Node) => { c: Node; h?: Node },
  ): Change =>
  () => ({
    unit: ({ all }, j, [, before]) => {
      const gates = { i: all("i", j).sigmoid(), f: all("f", j).sigmoid(), g: all("g", j).tanh(), o: all("o", j).sigmoid() }; // prettier-ignore
      const c = before![j]!;
      const made = cell(gates, c, gates.f.times(c).plus(gates.i.times(gates.g)));
      return [made.h ?? gates.o.times(made.c.tanh()), made.c];
    },
  });

/** A GRU that makes something else of its gates, of the state before, and of the candidate's two halves. */
const gru =
  (make: (parts: { r: Node; z: Node; input: Node; recalled: Node; h: Node }) => Node): Change =>
  () => ({
    unit: ({ all, input, recurrent, second }, j, [h]) => [
      make({
        r: all("r", j).sigmoid(),
        z: all("z", j).sigmoid(),
        input: input("n", j),
        recalled: recurrent("n", j, h!).plus(second("n", j)),
        h: h![j]!,
      }),
    ],
  });
const mixed = (z: Node, n: Node, h: Node): Node => z.rest().times(n).plus(z.times(h));

/** Wrong in one place each. */
export const wrong: Record<RecurrentName, Record<string, Change>> = {
  RNN: {
    ...everywhere,
    "the logistic function": unit(({ all }, j) => [all("h", j).sigmoid()]),
    "the state added on": unit(({ all }, j, [h]) => [all("h", j).tanh().plus(h![j]!)]),
    "tanh of the input alone": unit(({ input, recurrent }, j, [h]) => [
      input("h", j)
        .tanh()
        .plus(recurrent("h", j, h!)),
    ]),
  },
  LSTM: {
    ...everywhere,
    ...gated,
    "no forget gate": lstm(({ i, g }, c) => ({ c: c.plus(i.times(g)) })),
    "coupled gates": lstm(({ f, g }, c) => ({ c: f.times(c).plus(f.rest().times(g)) })),
    "gates exchanged": lstm(({ i, f, g }, c) => ({ c: i.times(c).plus(f.times(g)) })),
    "no candidate": lstm(({ i, f }, c) => ({ c: f.times(c).plus(i) })),
    "no output gate": lstm((_, __, next) => ({ c: next, h: next.tanh() })),
    "no tanh at the output": lstm(({ o }, _, next) => ({ c: next, h: o.times(next) })),
    "an output of the old cell": lstm(({ o }, c, next) => ({ c: next, h: o.times(c.tanh()) })),
    "a cell without a gradient of its own": lstm(({ i, f, g }, c) => ({
      c: f.times(c.detached()).plus(i.times(g)),
    })),
    "a forget gate without a gradient": lstm(({ i, f, g }, c) => ({
      c: f.detached().times(c).plus(i.times(g)),
    })),
  },
  GRU: {
    ...everywhere,
    ...gated,
    "update gate inverted": gru(({ r, z, input, recalled, h }) =>
      mixed(z.rest(), input.plus(r.times(recalled)).tanh(), h),
    ),
    "reset before the product": unit((sums, j, [h]) => {
      const kept = h!.map((before, k) => sums.all("r", k).sigmoid().times(before));
      const n = sums
        .input("n", j)
        .plus(sums.recurrent("n", j, kept))
        .plus(sums.second("n", j))
        .tanh();
      return [mixed(sums.all("z", j).sigmoid(), n, h![j]!)];
    }),
    "no reset": gru(({ z, input, recalled, h }) => mixed(z, input.plus(recalled).tanh(), h)),
    "the input reset as well": gru(({ r, z, input, recalled, h }) =>
      mixed(z, r.times(input.plus(recalled)).tanh(), h),
    ),
    "gates exchanged": gru(({ r, z, input, recalled, h }) =>
      mixed(r, input.plus(z.times(recalled)).tanh(), h),
    ),
    "nothing kept": gru(({ r, z, input, recalled }) => z.rest().times(input.plus(r.times(recalled)).tanh())),
    "no cn": unit((sums, j, [h]) => {
      const n = sums
        .input("n", j)
        .plus(
          sums
            .all("r", j)
            .sigmoid()
            .times(sums.recurrent("n", j, h!)),
        )
        .tanh();
      return [mixed(sums.all("z", j).sigmoid(), n, h![j]!)];
    }),
    "no gradient straight back": gru(({ r, z, input, recalled, h }) =>
      mixed(z, input.plus(r.times(recalled)).tanh(), h.detached()),
    ),
    "no gradient to the reset gate": gru(({ r, z, input, recalled, h }) =>
      mixed(z, input.plus(r.detached().times(recalled)).tanh(), h),
    ),
  },
};
