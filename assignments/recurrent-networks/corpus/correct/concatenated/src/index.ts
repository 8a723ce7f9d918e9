// As in many lectures: x, h and a 1 are joined to one row, and W, U and b are stacked to one matrix per gate.
// Unusual: the stacked matrices are built anew at every call, gradients are taken apart at the end, and T runs outermost.

type Row = number[];
type Rows = Row[];
type Sequence = Rows[];
type Params = Record<string, any>;
type Stacked = Record<string, Rows>;

enum Squash {
  None,
  Sigmoid,
  Tanh,
}

const GATES = {
  rnn: { h: Squash.Tanh },
  lstm: { i: Squash.Sigmoid, f: Squash.Sigmoid, g: Squash.Tanh, o: Squash.Sigmoid },
  gru: { r: Squash.Sigmoid, z: Squash.Sigmoid },
} as const;

function squash(kind: Squash, z: number): number {
  switch (kind) {
    case Squash.Sigmoid:
      return 1 / (1 + Math.exp(-z));
    case Squash.Tanh:
      return Math.tanh(z);
    default:
      return z;
  }
}

function slope(kind: Squash, y: number): number {
  if (kind === Squash.None) return 1;
  return kind === Squash.Sigmoid ? y - y * y : 1 - y * y;
}

const zeros = (rows: number, cols: number): Rows => [...Array(rows)].map(() => Array(cols).fill(0));
const join = (x: Row, h: Row): Row => [...x, ...h, 1];

/** [x h 1] times one stacked matrix. */
const linear = (v: Row, M: Rows): Row => M[0].map((_, j) => v.reduce((sum, a, i) => sum + a * M[i][j], 0));

function stack(params: Params, gate: string): Rows {
  return [...params[`W${gate}`], ...params[`U${gate}`], params[`b${gate}`]];
}

/** Adds vᵀ·d to the gradient, and gives M·d. */
function pull(v: Row, M: Rows, dM: Rows, d: Row): Row {
  return v.map((a, i) =>
    d.reduce((sum, value, j) => {
      dM[i][j] += a * value;
      return sum + M[i][j] * value;
    }, 0),
  );
}

function random(D: number, H: number, gates: string[]): Params {
  const params: Params = {};
  const uniform = (rows: number): Rows =>
    zeros(rows, H).map((row) => row.map(() => (Math.random() - 0.5) * 0.6));
  for (const gate of gates) {
    params[`W${gate}`] = uniform(D);
    params[`U${gate}`] = uniform(H);
    params[`b${gate}`] = uniform(1)[0];
  }
  return params;
}

/** The gradients of one pass, still stacked. */
class Sums {
  readonly grads: Stacked = {};

  constructor(
    readonly stacked: Stacked,
    readonly D: number,
    readonly H: number,
  ) {
    for (const [gate, M] of Object.entries(stacked)) this.grads[gate] = zeros(M.length, H);
  }

  /** What gate's d does to x and h. */
  pull(gate: string, v: Row, d: Row, dx: Row, dh: Row): void {
    const dv = pull(v, this.stacked[gate], this.grads[gate], d);
    for (let i = 0; i < this.D; i++) dx[i] += dv[i];
    for (let k = 0; k < this.H; k++) dh[k] += dv[this.D + k];
  }

  apart(): Params {
    const result: Params = {};
    for (const [gate, M] of Object.entries(this.grads)) {
      result[`W${gate}`] = M.slice(0, this.D);
      result[`U${gate}`] = M.slice(this.D, this.D + this.H);
      result[`b${gate}`] = M[this.D + this.H];
    }
    return result;
  }
}

interface Frame {
  v: Rows;
  y: Record<string, Rows>;
  h: Rows;
  c: Rows;
}

/** Applies all gates of one step to the whole batch. */
function gatesOf(kinds: Record<string, Squash>, stacked: Stacked, v: Rows): Record<string, Rows> {
  const y: Record<string, Rows> = {};
  for (const gate of Object.keys(kinds)) {
    y[gate] = v.map((row) => linear(row, stacked[gate]).map((z) => squash(kinds[gate], z)));
  }
  return y;
}

const stackAll = (params: Params, gates: string[]): Stacked =>
  Object.fromEntries(gates.map((gate) => [gate, stack(params, gate)]));

const perExample = (frames: Frame[], what: "h" | "c"): Sequence =>
  frames[0].v.map((_, n) => frames.map((frame) => frame[what][n]));

export class RNN {
  params: Params;

  constructor(D: number, H: number) {
    this.params = random(D, H, ["h"]);
  }

  frame(x: Rows, h: Rows): Frame {
    const v = x.map((row, n) => join(row, h[n]));
    const y = gatesOf(GATES.rnn, stackAll(this.params, ["h"]), v);
    return { v, y, h: y["h"], c: [] };
  }

  step(x: Rows, h: Rows): Rows {
    return this.frame(x, h).h;
  }

  forward(X: Sequence, h0?: Rows): { h: Sequence; cache: Frame[] } {
    const frames: Frame[] = [];
    let h = h0 ?? zeros(X.length, this.params["bh"].length);
    for (let t = 0; t < X[0].length; t++) {
      const frame = this.frame(
        X.map((rows) => rows[t]),
        h,
      );
      frames.push(frame);
      h = frame.h;
    }
    return { h: perExample(frames, "h"), cache: frames };
  }

  backward(dh: Sequence, frames: Frame[]): Params {
    const H = this.params["bh"].length;
    const sums = new Sums(stackAll(this.params, ["h"]), this.params["Wh"].length, H);
    const dX = dh.map((rows) => rows.map(() => zeros(1, sums.D)[0]));
    let dNext = zeros(dh.length, H);
    for (let t = frames.length - 1; t >= 0; t--) {
      const dBefore = zeros(dh.length, H);
      dh.forEach((rows, n) => {
        const y = frames[t].h[n];
        const d = y.map((value, j) => (rows[t][j] + dNext[n][j]) * slope(Squash.Tanh, value));
        sums.pull("h", frames[t].v[n], d, dX[n][t], dBefore[n]);
      });
      dNext = dBefore;
    }
    return { ...sums.apart(), X: dX, h0: dNext };
  }
}

export class LSTM {
  params: Params;

  constructor(D: number, H: number) {
    this.params = random(D, H, Object.keys(GATES.lstm));
  }

  frame(x: Rows, h: Rows, c: Rows): Frame {
    const v = x.map((row, n) => join(row, h[n]));
    const y = gatesOf(GATES.lstm, stackAll(this.params, Object.keys(GATES.lstm)), v);
    y["before"] = c;
    const cell = c.map((row, n) => row.map((value, j) => y["f"][n][j] * value + y["i"][n][j] * y["g"][n][j]));
    const next = cell.map((row, n) => row.map((value, j) => y["o"][n][j] * Math.tanh(value)));
    return { v, y, h: next, c: cell };
  }

  step(x: Rows, h: Rows, c: Rows): { h: Rows; c: Rows } {
    const frame = this.frame(x, h, c);
    return { h: frame.h, c: frame.c };
  }

  forward(X: Sequence, h0?: Rows, c0?: Rows): { h: Sequence; c: Sequence; cache: Frame[] } {
    const zero = zeros(X.length, this.params["bi"].length);
    const frames: Frame[] = [];
    let state = { h: h0 ?? zero, c: c0 ?? zero };
    for (let t = 0; t < X[0].length; t++) {
      const frame = this.frame(
        X.map((rows) => rows[t]),
        state.h,
        state.c,
      );
      frames.push(frame);
      state = frame;
    }
    return { h: perExample(frames, "h"), c: perExample(frames, "c"), cache: frames };
  }

  backward(dh: Sequence, frames: Frame[]): Params {
    const kinds: Record<string, Squash> = GATES.lstm;
    const H = this.params["bi"].length;
    const sums = new Sums(stackAll(this.params, Object.keys(kinds)), this.params["Wi"].length, H);
    const dX = dh.map((rows) => rows.map(() => zeros(1, sums.D)[0]));
    let dNext = zeros(dh.length, H);
    const dCell = zeros(dh.length, H);
    for (let t = frames.length - 1; t >= 0; t--) {
      const dBefore = zeros(dh.length, H);
      dh.forEach((rows, n) => {
        const { v, y, c } = frames[t];
        const d: Record<string, Row> = { i: [], f: [], g: [], o: [] };
        for (let j = 0; j < H; j++) {
          const arriving = rows[t][j] + dNext[n][j];
          const shown = Math.tanh(c[n][j]);
          dCell[n][j] += arriving * y["o"][n][j] * slope(Squash.Tanh, shown);
          d["i"][j] = dCell[n][j] * y["g"][n][j];
          d["f"][j] = dCell[n][j] * y["before"][n][j];
          d["g"][j] = dCell[n][j] * y["i"][n][j];
          d["o"][j] = arriving * shown;
          dCell[n][j] *= y["f"][n][j];
        }
        for (const gate of Object.keys(kinds)) {
          const dz = d[gate].map((value, j) => value * slope(kinds[gate], y[gate][n][j]));
          sums.pull(gate, v[n], dz, dX[n][t], dBefore[n]);
        }
      });
      dNext = dBefore;
    }
    return { ...sums.apart(), X: dX, h0: dNext, c0: dCell };
  }
}

export class GRU {
  params: Params;

  constructor(D: number, H: number) {
    this.params = { ...random(D, H, ["r", "z", "n"]), cn: zeros(1, H)[0] };
  }

  /** The candidate's two halves, each a matrix for [x h 1] with zeros where it does not look. */
  stacked(): Stacked {
    const { Wn, Un, bn, cn } = this.params;
    const ofInput = [...Wn, ...zeros(Un.length, bn.length), bn];
    const ofState = [...zeros(Wn.length, bn.length), ...Un, cn];
    return { ...stackAll(this.params, ["r", "z"]), n: ofInput, m: ofState };
  }

  frame(x: Rows, h: Rows): Frame {
    const stacked = this.stacked();
    const v = x.map((row, b) => join(row, h[b]));
    const y = gatesOf({ ...GATES.gru, n: Squash.None, m: Squash.None }, stacked, v);
    y["n"] = y["n"].map((row, b) => row.map((value, j) => Math.tanh(value + y["r"][b][j] * y["m"][b][j])));
    y["before"] = h;
    const next = h.map((row, b) =>
      row.map((value, j) => (1 - y["z"][b][j]) * y["n"][b][j] + y["z"][b][j] * value),
    );
    return { v, y, h: next, c: [] };
  }

  step(x: Rows, h: Rows): Rows {
    return this.frame(x, h).h;
  }

  forward(X: Sequence, h0?: Rows): { h: Sequence; cache: Frame[] } {
    const frames: Frame[] = [];
    let h = h0 ?? zeros(X.length, this.params["br"].length);
    for (let t = 0; t < X[0].length; t++) {
      const frame = this.frame(
        X.map((rows) => rows[t]),
        h,
      );
      frames.push(frame);
      h = frame.h;
    }
    return { h: perExample(frames, "h"), cache: frames };
  }

  backward(dh: Sequence, frames: Frame[]): Params {
    const H = this.params["br"].length;
    const sums = new Sums(this.stacked(), this.params["Wr"].length, H);
    const dX = dh.map((rows) => rows.map(() => zeros(1, sums.D)[0]));
    let dNext = zeros(dh.length, H);
    for (let t = frames.length - 1; t >= 0; t--) {
      const dBefore = zeros(dh.length, H);
      dh.forEach((rows, b) => {
        const { v, y } = frames[t];
        const d: Record<string, Row> = { r: [], z: [], n: [], m: [] };
        for (let j = 0; j < H; j++) {
          const [r, z, n, m] = ["r", "z", "n", "m"].map((gate) => y[gate][b][j]);
          const arriving = rows[t][j] + dNext[b][j];
          d["n"][j] = arriving * (1 - z) * slope(Squash.Tanh, n);
          d["m"][j] = d["n"][j] * r;
          d["r"][j] = d["n"][j] * m * slope(Squash.Sigmoid, r);
          d["z"][j] = arriving * (y["before"][b][j] - n) * slope(Squash.Sigmoid, z);
          dBefore[b][j] += arriving * z;
        }
        for (const gate of Object.keys(d)) sums.pull(gate, v[b], d[gate], dX[b][t], dBefore[b]);
      });
      dNext = dBefore;
    }
    const { Um, bm, Wm, ...grads } = sums.apart();
    return { ...grads, Un: Um, cn: bm, X: dX, h0: dNext };
  }
}

export function clipGradients(grads: Params, maxNorm: number): Params {
  let squares = 0;
  const visit = (value: any, f: (g: number) => number): any =>
    Array.isArray(value) ? value.map((entry) => visit(entry, f)) : f(value);
  visit(Object.values(grads), (g) => (squares += g * g));
  const norm = squares ** 0.5;
  const ratio = norm > maxNorm ? norm / maxNorm : 1;
  const clipped: Params = {};
  for (const name in grads) clipped[name] = visit(grads[name], (g) => g / ratio);
  return clipped;
}
