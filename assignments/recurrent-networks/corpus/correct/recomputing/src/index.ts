// The cache keeps the inputs only; backward runs forward once more, as checkpointing does to save memory.
// Unusual: one default export, an object, holds everything; a generator yields the steps; classes are expressions.

type Mat = number[][];
type Ten = Mat[];
type Dict = Record<string, any>;

const zeros = (n: number, m: number): Mat =>
  Array.from({ length: n }, () => Array.from({ length: m }, () => 0));
const rand = (n: number, m: number): Mat => zeros(n, m).map((row) => row.map(() => Math.random() ** 2 - 0.4));
const sigma = (z: number): number => 1 / (1 + Math.E ** -z);
const lin = (x: number[], W: Mat, j: number): number => x.reduce((sum, v, i) => sum + v * W[i][j], 0);

/** What a cell says about one unit: its new state, and the slopes of everything it depends on. */
interface Kind {
  gates: string;
  states: string[];
  /** From the sums of each gate on the input's side and the state's side, and the unit's old state. */
  unit(fromX: number[], fromH: number[], state: number[]): { state: number[]; pull: (d: number[]) => Pull };
}

interface Pull {
  fromX: number[];
  fromH: number[];
  state: number[];
}

const rnn: Kind = {
  gates: "h",
  states: ["h"],
  unit([zx], [zh]) {
    const h = Math.tanh(zx + zh);
    return {
      state: [h],
      pull: ([d]) => ({ fromX: [d * (1 - h * h)], fromH: [d * (1 - h * h)], state: [0] }),
    };
  },
};

const lstm: Kind = {
  gates: "ifgo",
  states: ["h", "c"],
  unit(fromX, fromH, [, before]) {
    const z = fromX.map((value, k) => value + fromH[k]);
    const [i, f, g, o] = [sigma(z[0]), sigma(z[1]), Math.tanh(z[2]), sigma(z[3])];
    const c = f * before + i * g;
    const shown = Math.tanh(c);
    const pull = ([dh, dcLater]: number[]): Pull => {
      const dc = dcLater + dh * o * (1 - shown * shown);
      const d = [
        dc * g * i * (1 - i),
        dc * before * f * (1 - f),
        dc * i * (1 - g * g),
        dh * shown * o * (1 - o),
      ];
      return { fromX: d, fromH: d, state: [0, dc * f] };
    };
    return { state: [o * shown, c], pull };
  },
};

const gru: Kind = {
  gates: "rzn",
  states: ["h"],
  unit(fromX, fromH, [before]) {
    const [r, z] = [sigma(fromX[0] + fromH[0]), sigma(fromX[1] + fromH[1])];
    const n = Math.tanh(fromX[2] + r * fromH[2]);
    const pull = ([d]: number[]): Pull => {
      const dn = d * (1 - z) * (1 - n * n);
      const dr = dn * fromH[2] * r * (1 - r);
      const dz = d * (before - n) * z * (1 - z);
      return { fromX: [dr, dz, dn], fromH: [dr, dz, dn * r], state: [d * z] };
    };
    return { state: [(1 - z) * n + z * before], pull };
  },
};

/** What the parts of a state are after one step of the batch: (N,H) each, and the pull of every unit. */
interface Moment {
  before: Mat[];
  state: Mat[];
  pulls: ((d: number[]) => Pull)[][];
}

function moment({ gates, states, unit }: Kind, p: Dict, x: Mat, before: Mat[]): Moment {
  const H: number = p["U" + gates[0]].length;
  const units = x.map((row, n) =>
    Array.from({ length: H }, (_, j) => {
      const fromX = [...gates].map((k) => lin(row, p["W" + k], j) + p["b" + k][j]);
      const fromH = [...gates].map((k) => lin(before[0][n], p["U" + k], j) + (p["c" + k]?.[j] ?? 0));
      return unit(
        fromX,
        fromH,
        before.map((part) => part[n][j]),
      );
    }),
  );
  const state = states.map((_, s) => units.map((row) => row.map((one) => one.state[s])));
  return { before, state, pulls: units.map((row) => row.map(({ pull }) => pull)) };
}

function* moments(kind: Kind, p: Dict, X: Ten, start: Mat[]): Generator<Moment> {
  let state = start;
  for (const t of X[0].keys()) {
    const now = moment(
      kind,
      p,
      X.map((rows) => rows[t]),
      state,
    );
    yield now;
    state = now.state;
  }
}

interface Cache {
  readonly X: Ten;
  readonly start: Mat[];
}

const make = (kind: Kind) =>
  class {
    params: Dict = {};

    constructor(D: number, H: number) {
      for (const k of kind.gates) {
        Object.assign(this.params, {
          ["W" + k]: rand(D, H),
          ["U" + k]: rand(H, H),
          ["b" + k]: rand(1, H)[0],
        });
      }
      if (kind === gru) this.params["cn"] = rand(1, H)[0];
    }

    step(x: Mat, ...state: Mat[]): Mat | Dict {
      const next = moment(kind, this.params, x, state).state;
      return kind.states.length === 1 ? next[0] : { h: next[0], c: next[1] };
    }

    forward(X: Ten, ...given: (Mat | undefined)[]): Dict {
      const H: number = this.params["U" + kind.gates[0]].length;
      const start = kind.states.map((_, s) => given[s] ?? zeros(X.length, H));
      const all = [...moments(kind, this.params, X, start)];
      const result: Dict = { cache: { X, start } };
      kind.states.forEach((name, s) => (result[name] = X.map((_, n) => all.map(({ state }) => state[s][n]))));
      return result;
    }

    backward(dh: Ten, { X, start }: Cache): Dict {
      const p = this.params;
      const grads: Dict = { X: X.map((rows) => rows.map((row) => row.map(() => 0))) };
      for (const [name, value] of Object.entries(p)) {
        grads[name] = value.map((row: number | number[]) => (Array.isArray(row) ? row.map(() => 0) : 0));
      }
      let d = start.map((part) => part.map((row) => row.map(() => 0)));
      for (const [t, { before, pulls }] of [...[...moments(kind, p, X, start)].entries()].reverse()) {
        const dBefore = start.map((part) => part.map((row) => row.map(() => 0)));
        pulls.forEach((row, n) =>
          row.forEach((pull, j) => {
            const { fromX, fromH, state } = pull(
              d.map((part, s) => part[n][j] + (s === 0 ? dh[n][t][j] : 0)),
            );
            state.forEach((value, s) => (dBefore[s][n][j] += value));
            [...kind.gates].forEach((k, g) => {
              grads["b" + k][j] += fromX[g];
              if ("c" + k in grads) grads["c" + k][j] += fromH[g];
              X[n][t].forEach((v, i) => {
                grads["W" + k][i][j] += v * fromX[g];
                grads.X[n][t][i] += p["W" + k][i][j] * fromX[g];
              });
              before[0][n].forEach((v, i) => {
                grads["U" + k][i][j] += v * fromH[g];
                dBefore[0][n][i] += p["U" + k][i][j] * fromH[g];
              });
            });
          }),
        );
        d = dBefore;
      }
      kind.states.forEach((name, s) => (grads[name + "0"] = d[s]));
      return grads;
    }
  };

function clipGradients(grads: Dict, maxNorm: number): Dict {
  const all: number[] = Object.values(grads).flat(2);
  const norm = Math.sqrt(all.map((g) => g * g).reduce((a, b) => a + b));
  const clip = (g: number): number => (norm > maxNorm ? (g * maxNorm) / norm : g);
  const result: Dict = {};
  for (const [name, grad] of Object.entries(grads)) {
    result[name] = grad.map((row: number | number[]) => (Array.isArray(row) ? row.map(clip) : clip(row)));
  }
  return result;
}

export default { RNN: make(rnn), LSTM: make(lstm), GRU: make(gru), clipGradients };
