// A sequence is the first step and the rest: recursion over time, down with the state and back up with its gradient.
// Unusual: the cache is a linked list from the last step to the first, and there is not one loop over t.

type Vec = number[];
type Mat = Vec[];

/** One step of the whole batch and the steps before it. */
interface Past<Values> {
  x: Mat;
  values: Values;
  before: Past<Values> | undefined;
}

interface Cache<Values> {
  last: Past<Values>;
  start: Mat[];
}

const zero = (rows: number, cols: number): Mat =>
  Array.from({ length: rows }, () => new Array<number>(cols).fill(0));
const each = (rows: Mat, f: (value: number, n: number, j: number) => number): Mat =>
  rows.map((row, n) => row.map((value, j) => f(value, n, j)));

function sigmoid(z: number): number {
  return z < -700 ? 0 : 1 / (1 + Math.exp(-z));
}

/** x·W + h·U + b, by the last entry of each row first. */
function mix(x: Mat, W: Mat, h: Mat, U: Mat, b?: Vec): Mat {
  const dot = (row: Vec, M: Mat, j: number, i = row.length - 1): number =>
    i < 0 ? 0 : row[i] * M[i][j] + dot(row, M, j, i - 1);
  return x.map((row, n) => U[0].map((_, j) => dot(row, W, j) + dot(h[n], U, j) + (b?.[j] ?? 0)));
}

const back = (d: Mat, M: Mat): Mat =>
  d.map((row) => M.map((m) => m.reduce((sum, w, j) => sum + w * row[j], 0)));
const sum = (...all: Mat[]): Mat => each(all[0], (_, n, j) => all.reduce((s, m) => s + m[n][j], 0));

function addOuter(into: Mat, a: Mat, d: Mat): void {
  a.forEach((row, n) => row.forEach((v, i) => d[n].forEach((w, j) => (into[i][j] += v * w))));
}

function addColumns(into: Vec, d: Mat): void {
  d.forEach((row) => row.forEach((v, j) => (into[j] += v)));
}

/** The states h[t] from the first to the end of `past`. */
function remember<V extends { h: Mat }>(past: Past<V> | undefined, what: (values: V) => Mat): Mat[] {
  return past === undefined ? [] : [...remember(past.before, what), what(past.values)];
}

const batchFirst = (frames: Mat[]): Mat[] => frames[0].map((_, n) => frames.map((frame) => frame[n]));

abstract class Recursive<Values extends { h: Mat; c?: Mat }> {
  params: Record<string, any> = {};

  constructor(
    readonly inputDim: number,
    readonly hiddenDim: number,
    gates: string[],
  ) {
    const weights = (rows: number): Mat => each(zero(rows, hiddenDim), () => Math.random() / hiddenDim - 0.1);
    for (const gate of gates) {
      this.params[`W${gate}`] = weights(inputDim);
      this.params[`U${gate}`] = weights(hiddenDim);
      this.params[`b${gate}`] = weights(1)[0];
    }
  }

  protected abstract values(x: Mat, state: Mat[]): Values;
  protected abstract unstep(
    past: Past<Values>,
    state: Mat[],
    d: Mat[],
    grads: Record<string, any>,
  ): { dx: Mat; d: Mat[] };

  protected stateOf(past: Past<Values> | undefined, start: Mat[]): Mat[] {
    if (past === undefined) return start;
    return past.values.c === undefined ? [past.values.h] : [past.values.h, past.values.c];
  }

  protected run(X: Mat[], start: Mat[], t = 0, before?: Past<Values>): Past<Values> {
    const x = X.map((rows) => rows[t]);
    const past = { x, values: this.values(x, this.stateOf(before, start)), before };
    return t + 1 === X[0].length ? past : this.run(X, start, t + 1, past);
  }

  protected begin(X: Mat[], given: (Mat | undefined)[]): Mat[] {
    const H: number = this.params[Object.keys(this.params).find((name) => name[0] === "U")!].length;
    return given.map((state) => state ?? zero(X.length, H));
  }

  backward(dh: Mat[], { last, start }: Cache<Values>): Record<string, any> {
    const grads: Record<string, any> = {};
    for (const [name, value] of Object.entries(this.params)) {
      grads[name] = typeof value[0] === "number" ? value.map(() => 0) : each(value, () => 0);
    }
    const rewind = (past: Past<Values> | undefined, t: number, d: Mat[]): { dX: Mat[]; d: Mat[] } => {
      if (past === undefined) return { dX: [], d };
      const arriving = [each(d[0], (value, n, j) => value + dh[n][t][j]), ...d.slice(1)];
      const step = this.unstep(past, this.stateOf(past.before, start), arriving, grads);
      const earlier = rewind(past.before, t - 1, step.d);
      return { dX: [...earlier.dX, step.dx], d: earlier.d };
    };
    const { dX, d } = rewind(
      last,
      dh[0].length - 1,
      start.map((state) => each(state, () => 0)),
    );
    return { X: batchFirst(dX), h0: d[0], ...(d.length > 1 ? { c0: d[1] } : {}), ...grads };
  }
}

type RnnValues = { h: Mat };

export class RNN extends Recursive<RnnValues> {
  constructor(inputDim: number, hiddenDim: number) {
    super(inputDim, hiddenDim, ["h"]);
  }

  protected values(x: Mat, [h]: Mat[]): RnnValues {
    const { Wh, Uh, bh } = this.params;
    return { h: each(mix(x, Wh, h, Uh, bh), Math.tanh) };
  }

  step(x: Mat, h: Mat): Mat {
    return this.values(x, [h]).h;
  }

  forward(X: Mat[], h0?: Mat) {
    const start = this.begin(X, [h0]);
    const last = this.run(X, start);
    return { h: batchFirst(remember(last, ({ h }) => h)), cache: { last, start } };
  }

  protected unstep(past: Past<RnnValues>, [h]: Mat[], [d]: Mat[], grads: Record<string, any>) {
    const dz = each(d, (value, n, j) => value * (1 - past.values.h[n][j] ** 2));
    addOuter(grads["Wh"], past.x, dz);
    addOuter(grads["Uh"], h, dz);
    addColumns(grads["bh"], dz);
    return { dx: back(dz, this.params["Wh"]), d: [back(dz, this.params["Uh"])] };
  }
}

type LstmValues = Record<"i" | "f" | "g" | "o" | "c" | "h", Mat>;

export class LSTM extends Recursive<LstmValues> {
  constructor(inputDim: number, hiddenDim: number) {
    super(inputDim, hiddenDim, ["i", "f", "g", "o"]);
  }

  protected values(x: Mat, [h, before]: Mat[]): LstmValues {
    const p = this.params;
    const [i, f, o] = ["i", "f", "o"].map((k) =>
      each(mix(x, p[`W${k}`], h, p[`U${k}`], p[`b${k}`]), sigmoid),
    );
    const g = each(mix(x, p["Wg"], h, p["Ug"], p["bg"]), Math.tanh);
    const c = each(before, (value, n, j) => f[n][j] * value + i[n][j] * g[n][j]);
    return { i, f, g, o, c, h: each(c, (value, n, j) => o[n][j] * Math.tanh(value)) };
  }

  step(x: Mat, h: Mat, c: Mat): { h: Mat; c: Mat } {
    return this.values(x, [h, c]);
  }

  forward(X: Mat[], h0?: Mat, c0?: Mat) {
    const start = this.begin(X, [h0, c0]);
    const last = this.run(X, start);
    const h = batchFirst(remember(last, (values) => values.h));
    return { h, c: batchFirst(remember(last, (values) => values.c)), cache: { last, start } };
  }

  protected unstep(
    { x, values }: Past<LstmValues>,
    [h, before]: Mat[],
    [dh, dcLater]: Mat[],
    grads: Record<string, any>,
  ) {
    const { i, f, g, o, c } = values;
    const shown = each(c, Math.tanh);
    const dc = each(dcLater, (value, n, j) => value + dh[n][j] * o[n][j] * (1 - shown[n][j] ** 2));
    const dz: Record<string, Mat> = {
      i: each(dc, (d, n, j) => d * g[n][j] * i[n][j] * (1 - i[n][j])),
      f: each(dc, (d, n, j) => d * before[n][j] * f[n][j] * (1 - f[n][j])),
      g: each(dc, (d, n, j) => d * i[n][j] * (1 - g[n][j] ** 2)),
      o: each(dh, (d, n, j) => d * shown[n][j] * o[n][j] * (1 - o[n][j])),
    };
    for (const [k, d] of Object.entries(dz)) {
      addOuter(grads[`W${k}`], x, d);
      addOuter(grads[`U${k}`], h, d);
      addColumns(grads[`b${k}`], d);
    }
    const through = (M: string): Mat =>
      sum(...Object.entries(dz).map(([k, d]) => back(d, this.params[M + k])));
    return { dx: through("W"), d: [through("U"), each(dc, (d, n, j) => d * f[n][j])] };
  }
}

type GruValues = Record<"r" | "z" | "m" | "n" | "h", Mat>;

export class GRU extends Recursive<GruValues> {
  constructor(inputDim: number, hiddenDim: number) {
    super(inputDim, hiddenDim, ["r", "z", "n"]);
    this.params["cn"] = Array.from({ length: hiddenDim }, () => Math.random());
  }

  protected values(x: Mat, [h]: Mat[]): GruValues {
    const p = this.params;
    const r = each(mix(x, p["Wr"], h, p["Ur"], p["br"]), sigmoid);
    const z = each(mix(x, p["Wz"], h, p["Uz"], p["bz"]), sigmoid);
    const m = mix(h, p["Un"], h, zero(h[0].length, h[0].length), p["cn"]);
    const n = each(mix(x, p["Wn"], h, zero(h[0].length, h[0].length), p["bn"]), (value, b, j) =>
      Math.tanh(value + r[b][j] * m[b][j]),
    );
    return { r, z, m, n, h: each(h, (value, b, j) => (1 - z[b][j]) * n[b][j] + z[b][j] * value) };
  }

  step(x: Mat, h: Mat): Mat {
    return this.values(x, [h]).h;
  }

  forward(X: Mat[], h0?: Mat) {
    const start = this.begin(X, [h0]);
    const last = this.run(X, start);
    return { h: batchFirst(remember(last, ({ h }) => h)), cache: { last, start } };
  }

  protected unstep(
    { x, values: { r, z, m, n } }: Past<GruValues>,
    [h]: Mat[],
    [d]: Mat[],
    grads: Record<string, any>,
  ) {
    const p = this.params;
    const dan = each(d, (value, b, j) => value * (1 - z[b][j]) * (1 - n[b][j] ** 2));
    const dm = each(dan, (value, b, j) => value * r[b][j]);
    const dar = each(dan, (value, b, j) => value * m[b][j] * r[b][j] * (1 - r[b][j]));
    const daz = each(d, (value, b, j) => value * (h[b][j] - n[b][j]) * z[b][j] * (1 - z[b][j]));
    addOuter(grads["Wr"], x, dar);
    addOuter(grads["Wz"], x, daz);
    addOuter(grads["Wn"], x, dan);
    addOuter(grads["Ur"], h, dar);
    addOuter(grads["Uz"], h, daz);
    addOuter(grads["Un"], h, dm);
    addColumns(grads["br"], dar);
    addColumns(grads["bz"], daz);
    addColumns(grads["bn"], dan);
    addColumns(grads["cn"], dm);
    const kept = each(d, (value, b, j) => value * z[b][j]);
    return {
      dx: sum(back(dar, p["Wr"]), back(daz, p["Wz"]), back(dan, p["Wn"])),
      d: [sum(kept, back(dar, p["Ur"]), back(daz, p["Uz"]), back(dm, p["Un"]))],
    };
  }
}

type Nested = number | Nested[];

/** The norm of the norms, however deep. */
const norm = (value: Nested): number =>
  typeof value === "number" ? Math.abs(value) : Math.hypot(...value.map(norm));
const scale = (value: Nested, by: number): Nested =>
  typeof value === "number" ? value * by : value.map((entry) => scale(entry, by));

export function clipGradients(grads: Record<string, Nested>, maxNorm: number): Record<string, Nested> {
  const length = norm(Object.values(grads));
  const by = length > maxNorm ? maxNorm / (length + 1e-6) : 1;
  return Object.fromEntries(Object.entries(grads).map(([name, grad]) => [name, scale(grad, by)]));
}
