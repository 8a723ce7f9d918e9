// All arithmetic is float32: whatever is stored passes through a Float32Array, every sum through Math.fround.
// Unusual: answers are right to about six digits only, tanh comes from one exponential, and the innermost rows are Float32Arrays.

type Row = ArrayLike<number> & Iterable<number>;
type Rows = readonly Row[];
type Params = Record<string, any>;
type Singles = Record<string, Float32Array[]>;

const f = Math.fround;
const single = (rows: Rows): Float32Array[] => Array.from(rows, (row) => Float32Array.from(row));
const empty = (rows: number, cols: number): Float32Array[] =>
  Array.from({ length: rows }, () => new Float32Array(cols));
const at = (X: readonly Rows[], t: number): Float32Array[] => X.map((rows) => Float32Array.from(rows[t]));

/** Every parameter as a matrix; a bias has one row. */
function singles(params: Params): Singles {
  const entries = Object.entries(params);
  return Object.fromEntries(
    entries.map(([name, value]) => [name, single(typeof value[0] === "number" ? [value] : value)]),
  );
}

function draw(D: number, H: number, gates: string): Params {
  const uniform = (rows: number): Float32Array[] =>
    empty(rows, H).map((row) => row.map(() => (2 * Math.random() - 1) / Math.sqrt(H)));
  const params: Params = {};
  for (const gate of gates) {
    params[`W${gate}`] = uniform(D);
    params[`U${gate}`] = uniform(H);
    params[`b${gate}`] = uniform(1)[0];
  }
  return params;
}

/** out[n] + a[n]·W for every example, in place. */
function addProduct(out: Float32Array[], a: Float32Array[], W: Float32Array[]): Float32Array[] {
  out.forEach((row, n) => {
    for (let i = 0; i < W.length; i++) for (let j = 0; j < row.length; j++) row[j] += f(a[n][i] * W[i][j]);
  });
  return out;
}

function addProductTransposed(out: Float32Array[], a: Float32Array[], W: Float32Array[]): Float32Array[] {
  out.forEach((row, n) => {
    for (let i = 0; i < W.length; i++) for (let j = 0; j < W[i].length; j++) row[i] += f(a[n][j] * W[i][j]);
  });
  return out;
}

/** W + aᵀ·d, in place. */
function addOuter(W: Float32Array[], a: Float32Array[], d: Float32Array[]): void {
  a.forEach((row, n) => W.forEach((w, i) => w.forEach((_, j) => (w[j] += f(row[i] * d[n][j])))));
}

function addRows(row: Float32Array, d: Float32Array[]): void {
  for (const one of d) one.forEach((value, j) => (row[j] += value));
}

const biased = (N: number, b: Float32Array): Float32Array[] => Array.from({ length: N }, () => b.slice());
const sigmoid = (z: number): number => f(1 / f(1 + f(Math.exp(-z))));
/** As in many shaders: one exponential, and what is lost near zero is lost. */
const tanh = (z: number): number => f(1 - f(2 / f(1 + f(Math.exp(f(2 * z))))));
const map = (rows: Float32Array[], g: (value: number, n: number, j: number) => number): Float32Array[] =>
  rows.map((row, n) => row.map((value, j) => g(value, n, j)));
const overTime = (frames: Float32Array[][]): Float32Array[][] =>
  frames[0].map((_, n) => frames.map((frame) => frame[n].slice()));

const affine = (p: Singles, gate: string, x: Float32Array[], h: Float32Array[]): Float32Array[] =>
  addProduct(addProduct(biased(x.length, p[`b${gate}`][0]), x, p[`W${gate}`]), h, p[`U${gate}`]);

const zerosLike = (p: Singles): Singles =>
  Object.fromEntries(Object.entries(p).map(([name, rows]) => [name, empty(rows.length, rows[0].length)]));

const asParams = (grads: Singles): Params =>
  Object.fromEntries(
    Object.entries(grads).map(([name, rows]) => [name, /^[WU]/.test(name) ? rows : rows[0]]),
  );

export class RNN {
  params: Params;

  constructor(D: number, H: number) {
    this.params = draw(D, H, "h");
  }

  step(x: Rows, h: Rows): Float32Array[] {
    return map(affine(singles(this.params), "h", single(x), single(h)), tanh);
  }

  forward(X: Rows[], h0?: Rows) {
    const p = singles(this.params);
    const h = [h0 ? single(h0) : empty(X.length, p["bh"][0].length)];
    for (let t = 0; t < X[0].length; t++) h.push(map(affine(p, "h", at(X, t), h[t]), tanh));
    return { h: overTime(h.slice(1)), cache: { X, h, p } };
  }

  backward(dh: Rows[], { X, h, p }: { X: Rows[]; h: Float32Array[][]; p: Singles }): Params {
    const grads = zerosLike(p);
    const dX: Float32Array[][] = X.map((rows) => Array.from(rows, (row) => new Float32Array(row.length)));
    let later = empty(X.length, h[0][0].length);
    for (let t = X[0].length - 1; t >= 0; t--) {
      const y = h[t + 1];
      const d = map(later, (value, n, j) => f(value + f(dh[n][t][j])) * f(1 - f(y[n][j] * y[n][j])));
      addOuter(grads["Wh"], at(X, t), d);
      addOuter(grads["Uh"], h[t], d);
      addRows(grads["bh"][0], d);
      addProductTransposed(
        dX.map((rows) => rows[t]),
        d,
        p["Wh"],
      );
      later = addProductTransposed(empty(X.length, later[0].length), d, p["Uh"]);
    }
    return { X: dX, h0: later, ...asParams(grads) };
  }
}

type Gates = Record<"i" | "f" | "g" | "o", Float32Array[]>;

export class LSTM {
  params: Params;

  constructor(D: number, H: number) {
    this.params = draw(D, H, "ifgo");
  }

  private advance(p: Singles, x: Float32Array[], h: Float32Array[], c: Float32Array[]) {
    const gates: Gates = {
      i: map(affine(p, "i", x, h), sigmoid),
      f: map(affine(p, "f", x, h), sigmoid),
      g: map(affine(p, "g", x, h), tanh),
      o: map(affine(p, "o", x, h), sigmoid),
    };
    const cell = map(c, (before, n, j) => f(gates.f[n][j] * before) + f(gates.i[n][j] * gates.g[n][j]));
    return { gates, c: cell, h: map(cell, (value, n, j) => gates.o[n][j] * tanh(value)) };
  }

  step(x: Rows, h: Rows, c: Rows) {
    const next = this.advance(singles(this.params), single(x), single(h), single(c));
    return { h: next.h, c: next.c };
  }

  forward(X: Rows[], h0?: Rows, c0?: Rows) {
    const p = singles(this.params);
    const zero = empty(X.length, p["bi"][0].length);
    const h = [h0 ? single(h0) : zero];
    const c = [c0 ? single(c0) : zero];
    const gates: Gates[] = [];
    for (let t = 0; t < X[0].length; t++) {
      const next = this.advance(p, at(X, t), h[t], c[t]);
      gates.push(next.gates);
      h.push(next.h);
      c.push(next.c);
    }
    return { h: overTime(h.slice(1)), c: overTime(c.slice(1)), cache: { X, h, c, gates, p } };
  }

  backward(
    dh: Rows[],
    {
      X,
      h,
      c,
      gates,
      p,
    }: { X: Rows[]; h: Float32Array[][]; c: Float32Array[][]; gates: Gates[]; p: Singles },
  ): Params {
    const [N, H] = [X.length, h[0][0].length];
    const grads = zerosLike(p);
    const dX: Float32Array[][] = X.map((rows) => Array.from(rows, (row) => new Float32Array(row.length)));
    let dhLater = empty(N, H);
    let dcLater = empty(N, H);
    for (let t = X[0].length - 1; t >= 0; t--) {
      const { i, f: forget, g, o } = gates[t];
      const shown = map(c[t + 1], tanh);
      const dState = map(dhLater, (value, n, j) => value + f(dh[n][t][j]));
      const dc = map(
        dcLater,
        (value, n, j) => value + f(f(dState[n][j] * o[n][j]) * f(1 - f(shown[n][j] * shown[n][j]))),
      );
      const slope = (y: number): number => f(y * f(1 - y));
      const d: Gates = {
        i: map(dc, (value, n, j) => f(value * g[n][j]) * slope(i[n][j])),
        f: map(dc, (value, n, j) => f(value * c[t][n][j]) * slope(forget[n][j])),
        g: map(dc, (value, n, j) => f(value * i[n][j]) * f(1 - f(g[n][j] * g[n][j]))),
        o: map(dState, (value, n, j) => f(value * shown[n][j]) * slope(o[n][j])),
      };
      dhLater = empty(N, H);
      for (const gate of ["i", "f", "g", "o"] as const) {
        addOuter(grads[`W${gate}`], at(X, t), d[gate]);
        addOuter(grads[`U${gate}`], h[t], d[gate]);
        addRows(grads[`b${gate}`][0], d[gate]);
        addProductTransposed(
          dX.map((rows) => rows[t]),
          d[gate],
          p[`W${gate}`],
        );
        addProductTransposed(dhLater, d[gate], p[`U${gate}`]);
      }
      dcLater = map(dc, (value, n, j) => value * forget[n][j]);
    }
    return { X: dX, h0: dhLater, c0: dcLater, ...asParams(grads) };
  }
}

type GruStep = Record<"r" | "z" | "m" | "n", Float32Array[]>;

export class GRU {
  params: Params;

  constructor(D: number, H: number) {
    this.params = { ...draw(D, H, "rzn"), cn: new Float32Array(H).map(() => Math.random() - 0.5) };
  }

  private advance(p: Singles, x: Float32Array[], h: Float32Array[]) {
    const r = map(affine(p, "r", x, h), sigmoid);
    const z = map(affine(p, "z", x, h), sigmoid);
    const m = addProduct(biased(x.length, p["cn"][0]), h, p["Un"]);
    const fromInput = addProduct(biased(x.length, p["bn"][0]), x, p["Wn"]);
    const n = map(fromInput, (value, b, j) => tanh(f(value + f(r[b][j] * m[b][j]))));
    const next = map(h, (before, b, j) => f(f(1 - z[b][j]) * n[b][j]) + f(z[b][j] * before));
    return { step: { r, z, m, n }, h: next };
  }

  step(x: Rows, h: Rows): Float32Array[] {
    return this.advance(singles(this.params), single(x), single(h)).h;
  }

  forward(X: Rows[], h0?: Rows) {
    const p = singles(this.params);
    const h = [h0 ? single(h0) : empty(X.length, p["br"][0].length)];
    const steps: GruStep[] = [];
    for (let t = 0; t < X[0].length; t++) {
      const next = this.advance(p, at(X, t), h[t]);
      steps.push(next.step);
      h.push(next.h);
    }
    return { h: overTime(h.slice(1)), cache: { X, h, steps, p } };
  }

  backward(
    dh: Rows[],
    { X, h, steps, p }: { X: Rows[]; h: Float32Array[][]; steps: GruStep[]; p: Singles },
  ): Params {
    const grads = zerosLike(p);
    const dX: Float32Array[][] = X.map((rows) => Array.from(rows, (row) => new Float32Array(row.length)));
    let later = empty(X.length, h[0][0].length);
    for (let t = X[0].length - 1; t >= 0; t--) {
      const { r, z, m, n } = steps[t];
      const d = map(later, (value, b, j) => value + f(dh[b][t][j]));
      const dan = map(d, (value, b, j) => f(value * f(1 - z[b][j])) * f(1 - f(n[b][j] * n[b][j])));
      const dm = map(dan, (value, b, j) => value * r[b][j]);
      const dar = map(dan, (value, b, j) => f(value * m[b][j]) * f(r[b][j] * f(1 - r[b][j])));
      const daz = map(d, (value, b, j) => f(value * f(h[t][b][j] - n[b][j])) * f(z[b][j] * f(1 - z[b][j])));
      const x = at(X, t);
      const dx = dX.map((rows) => rows[t]);
      later = map(d, (value, b, j) => value * z[b][j]);
      for (const [gate, dw, du] of [
        ["r", dar, dar],
        ["z", daz, daz],
        ["n", dan, dm],
      ] as const) {
        addOuter(grads[`W${gate}`], x, dw);
        addOuter(grads[`U${gate}`], h[t], du);
        addRows(grads[`b${gate}`][0], dw);
        addProductTransposed(dx, dw, p[`W${gate}`]);
        addProductTransposed(later, du, p[`U${gate}`]);
      }
      addRows(grads["cn"][0], dm);
    }
    return { X: dX, h0: later, ...asParams(grads) };
  }
}

export function clipGradients(grads: Params, maxNorm: number): Params {
  const p = singles(grads);
  let total = 0;
  for (const rows of Object.values(p))
    for (const row of rows) for (const g of row) total = f(total + f(g * g));
  const norm = f(Math.sqrt(total));
  const scale = norm > maxNorm ? f(maxNorm / norm) : 1;
  const clipped = Object.entries(p).map(([name, rows]) => {
    const shrunk = map(rows, (g) => g * scale);
    return [name, typeof grads[name][0] === "number" ? shrunk[0] : shrunk];
  });
  return Object.fromEntries(clipped);
}
