// Everything is frozen or #private: params live behind accessors, results cannot be written to, methods are arrow functions in fields.
// Unusual: the cache is an empty frozen object, a key into a WeakMap; weights stay in one flat vector that a table of offsets divides.

type Row = readonly number[];
type Rows = readonly Row[];
type Batch = readonly Rows[];
type Shape = readonly [rows: number, cols: number];

const frozen = <T>(value: T): T => {
  if (Array.isArray(value)) value.forEach(frozen);
  return Object.freeze(value);
};

const sigmoid = (z: number): number => 0.5 + 0.5 * Math.tanh(0.5 * z);

/** Named matrices and vectors side by side in one vector. */
class Layout {
  readonly #at = new Map<string, { offset: number; shape: Shape }>();
  readonly size: number;

  constructor(shapes: readonly (readonly [string, Shape])[]) {
    let offset = 0;
    for (const [name, shape] of shapes) {
      this.#at.set(name, { offset, shape });
      offset += shape[0] * shape[1];
    }
    this.size = offset;
    Object.freeze(this);
  }

  /** Where entry (i,j) of `name` is. */
  index(name: string, i: number, j: number): number {
    const { offset, shape } = this.#at.get(name)!;
    return offset + i * shape[1] + j;
  }

  unpack(flat: Float64Array): Record<string, unknown> {
    const named: Record<string, unknown> = {};
    for (const [name, { offset, shape }] of this.#at) {
      const rows = Array.from({ length: shape[0] }, (_, i) =>
        Array.from(flat.subarray(offset + i * shape[1], offset + (i + 1) * shape[1])),
      );
      named[name] = /^[WU]/.test(name) ? rows : rows[0];
    }
    return frozen(named);
  }

  pack(named: Record<string, any>): Float64Array {
    const flat = new Float64Array(this.size);
    for (const [name, { offset, shape }] of this.#at) {
      const rows = /^[WU]/.test(name) ? named[name] : [named[name]];
      rows.forEach((row: Row, i: number) => flat.set(row, offset + i * shape[1]));
    }
    return flat;
  }
}

interface Moment {
  readonly x: Row;
  readonly h: Row;
  readonly c: Row;
  readonly gates: Readonly<Record<string, Row>>;
  readonly next: { readonly h: Row; readonly c: Row };
}

/** What belongs to each cache: for every example its moments, oldest first, and the weights. */
const kept = new WeakMap<object, { moments: readonly (readonly Moment[])[]; flat: Float64Array }>();

abstract class Base {
  readonly #D: number;
  readonly #H: number;
  readonly #layout: Layout;
  #flat: Float64Array;

  protected constructor(D: number, H: number, gates: string, more: readonly string[] = []) {
    this.#D = D;
    this.#H = H;
    const shapes = [...gates].flatMap((k): [string, Shape][] => [
      [`b${k}`, [1, H]],
      [`U${k}`, [H, H]],
      [`W${k}`, [D, H]],
    ]);
    this.#layout = new Layout([...shapes, ...more.map((name): [string, Shape] => [name, [1, H]])]);
    this.#flat = new Float64Array(this.#layout.size).map(() => (Math.random() - Math.random()) / 2);
  }

  get inputDim(): number {
    return this.#D;
  }

  get hiddenDim(): number {
    return this.#H;
  }

  get params(): Record<string, unknown> {
    return this.#layout.unpack(this.#flat);
  }

  set params(named: Record<string, unknown>) {
    this.#flat = this.#layout.pack(named);
  }

  protected abstract moment(x: Row, h: Row, c: Row): Moment;
  /** From the gradients of h' and c' to those of every gate's sums, of c, and of h along other ways. */
  protected abstract pull(
    moment: Moment,
    dh: Row,
    dc: Row,
  ): {
    sums: Record<string, { fromX: Row; fromH: Row }>;
    dc: Row;
    dhAside: Row;
  };

  protected sum(k: string, x: Row, h: Row): { fromX: Row; fromH: Row } {
    const flat = this.#flat;
    const units = Array.from({ length: this.#H }, (_, j) => j);
    const fromX = units.map((j) =>
      x.reduce(
        (total, v, d) => total + v * flat[this.#layout.index(`W${k}`, d, j)],
        flat[this.#layout.index(`b${k}`, 0, j)],
      ),
    );
    const fromH = units.map((j) =>
      h.reduce((total, v, i) => total + v * flat[this.#layout.index(`U${k}`, i, j)], 0),
    );
    return { fromX, fromH };
  }

  protected entry(name: string, j: number): number {
    return this.#flat[this.#layout.index(name, 0, j)];
  }

  protected history(X: Batch, h0: Rows | undefined, c0: Rows | undefined): readonly (readonly Moment[])[] {
    const zero: Row = new Array<number>(this.#H).fill(0);
    return frozen(
      X.map((rows, n) => {
        const moments: Moment[] = [];
        for (const x of rows) {
          const { h, c } = moments.at(-1)?.next ?? { h: h0?.[n] ?? zero, c: c0?.[n] ?? zero };
          moments.push(this.moment([...x], [...h], [...c]));
        }
        return moments;
      }),
    );
  }

  protected keep(moments: readonly (readonly Moment[])[]): object {
    const cache = Object.freeze({});
    kept.set(cache, { moments, flat: this.#flat });
    return cache;
  }

  protected gradients(dh: Batch, cache: object, initial: readonly string[]): Record<string, unknown> {
    const { moments, flat } = kept.get(cache)!;
    const layout = this.#layout;
    const grads = new Float64Array(layout.size);
    const dX: number[][][] = [];
    const dh0: Row[] = [];
    const dc0: Row[] = [];
    moments.forEach((story, n) => {
      let dState: Row = new Array<number>(this.#H).fill(0);
      let dCell: Row = dState;
      const dxs: number[][] = [];
      for (let t = story.length - 1; t >= 0; t--) {
        const { x, h } = story[t];
        const arriving = dState.map((value, j) => value + dh[n][t][j]);
        const { sums, dc, dhAside } = this.pull(story[t], arriving, dCell);
        const dx = x.map(() => 0);
        const dBefore = [...dhAside];
        for (const [k, { fromX, fromH }] of Object.entries(sums)) {
          for (let j = 0; j < this.#H; j++) {
            grads[layout.index(`b${k}`, 0, j)] += fromX[j];
            if (k === "n") grads[layout.index("cn", 0, j)] += fromH[j];
            for (let d = 0; d < x.length; d++) {
              grads[layout.index(`W${k}`, d, j)] += x[d] * fromX[j];
              dx[d] += flat[layout.index(`W${k}`, d, j)] * fromX[j];
            }
            for (let i = 0; i < h.length; i++) {
              grads[layout.index(`U${k}`, i, j)] += h[i] * fromH[j];
              dBefore[i] += flat[layout.index(`U${k}`, i, j)] * fromH[j];
            }
          }
        }
        dxs.unshift(dx);
        dState = dBefore;
        dCell = dc;
      }
      dX.push(dxs);
      dh0.push(dState);
      dc0.push(dCell);
    });
    const states: Record<string, Rows> = { h0: dh0, c0: dc0 };
    return frozen({
      ...layout.unpack(grads),
      X: frozen(dX),
      ...Object.fromEntries(initial.map((name) => [name, frozen(states[name])])),
    });
  }
}

export class RNN extends Base {
  constructor(inputDim: number, hiddenDim: number) {
    super(inputDim, hiddenDim, "h");
  }

  protected moment(x: Row, h: Row, c: Row): Moment {
    const { fromX, fromH } = this.sum("h", x, h);
    return frozen({ x, h, c, gates: {}, next: { h: fromX.map((z, j) => Math.tanh(z + fromH[j])), c } });
  }

  protected pull({ next }: Moment, dh: Row, dc: Row) {
    const d = dh.map((value, j) => value * (1 - next.h[j] ** 2));
    return { sums: { h: { fromX: d, fromH: d } }, dc, dhAside: d.map(() => 0) };
  }

  readonly step = (x: Rows, h: Rows): Rows =>
    frozen(x.map((row, n) => this.moment(row, [...h[n]], []).next.h));

  readonly forward = (X: Batch, h0?: Rows) => {
    const moments = this.history(X, h0, undefined);
    return frozen({
      h: frozen(moments.map((story) => story.map(({ next }) => next.h))),
      cache: this.keep(moments),
    });
  };

  readonly backward = (dh: Batch, cache: object) => this.gradients(dh, cache, ["h0"]);
}

export class LSTM extends Base {
  constructor(inputDim: number, hiddenDim: number) {
    super(inputDim, hiddenDim, "gifo");
  }

  protected moment(x: Row, h: Row, c: Row): Moment {
    const gate = (k: string, f: (z: number) => number): Row => {
      const { fromX, fromH } = this.sum(k, x, h);
      return fromX.map((z, j) => f(z + fromH[j]));
    };
    const gates = {
      i: gate("i", sigmoid),
      f: gate("f", sigmoid),
      g: gate("g", Math.tanh),
      o: gate("o", sigmoid),
    };
    const cell = c.map((value, j) => gates.f[j] * value + gates.i[j] * gates.g[j]);
    const shown = cell.map(Math.tanh);
    return frozen({
      x,
      h,
      c,
      gates: { ...gates, shown },
      next: { h: shown.map((value, j) => gates.o[j] * value), c: cell },
    });
  }

  protected pull({ c, gates: { i, f, g, o, shown } }: Moment, dh: Row, dcLater: Row) {
    const dc = dcLater.map((value, j) => value + dh[j] * o[j] * (1 - shown[j] ** 2));
    const both = (d: Row) => ({ fromX: d, fromH: d });
    const sums = {
      i: both(dc.map((d, j) => d * g[j] * i[j] * (1 - i[j]))),
      f: both(dc.map((d, j) => d * c[j] * f[j] * (1 - f[j]))),
      g: both(dc.map((d, j) => d * i[j] * (1 - g[j] ** 2))),
      o: both(dh.map((d, j) => d * shown[j] * o[j] * (1 - o[j]))),
    };
    return { sums, dc: dc.map((d, j) => d * f[j]), dhAside: dh.map(() => 0) };
  }

  readonly step = (x: Rows, h: Rows, c: Rows) => {
    const next = x.map((row, n) => this.moment(row, [...h[n]], [...c[n]]).next);
    return frozen({ h: frozen(next.map((state) => state.h)), c: frozen(next.map((state) => state.c)) });
  };

  readonly forward = (X: Batch, h0?: Rows, c0?: Rows) => {
    const moments = this.history(X, h0, c0);
    const all = (what: "h" | "c"): Batch =>
      frozen(moments.map((story) => story.map(({ next }) => next[what])));
    return frozen({ h: all("h"), c: all("c"), cache: this.keep(moments) });
  };

  readonly backward = (dh: Batch, cache: object) => this.gradients(dh, cache, ["h0", "c0"]);
}

export class GRU extends Base {
  constructor(inputDim: number, hiddenDim: number) {
    super(inputDim, hiddenDim, "rzn", ["cn"]);
  }

  protected moment(x: Row, h: Row, c: Row): Moment {
    const gate = (k: string): Row => {
      const { fromX, fromH } = this.sum(k, x, h);
      return fromX.map((z, j) => sigmoid(z + fromH[j]));
    };
    const [r, z] = [gate("r"), gate("z")];
    const candidate = this.sum("n", x, h);
    const m = candidate.fromH.map((value, j) => value + this.entry("cn", j));
    const n = candidate.fromX.map((value, j) => Math.tanh(value + r[j] * m[j]));
    const next = { h: h.map((value, j) => (1 - z[j]) * n[j] + z[j] * value), c };
    return frozen({ x, h, c, gates: { r, z, n, m }, next });
  }

  protected pull({ h, gates: { r, z, n, m } }: Moment, dh: Row, dc: Row) {
    const dn = dh.map((d, j) => d * (1 - z[j]) * (1 - n[j] ** 2));
    const dr = dn.map((d, j) => d * m[j] * r[j] * (1 - r[j]));
    const dz = dh.map((d, j) => d * (h[j] - n[j]) * z[j] * (1 - z[j]));
    const sums = {
      r: { fromX: dr, fromH: dr },
      z: { fromX: dz, fromH: dz },
      n: { fromX: dn, fromH: dn.map((d, j) => d * r[j]) },
    };
    return { sums, dc, dhAside: dh.map((d, j) => d * z[j]) };
  }

  readonly step = (x: Rows, h: Rows): Rows =>
    frozen(x.map((row, n) => this.moment(row, [...h[n]], []).next.h));

  readonly forward = (X: Batch, h0?: Rows) => {
    const moments = this.history(X, h0, undefined);
    return frozen({
      h: frozen(moments.map((story) => story.map(({ next }) => next.h))),
      cache: this.keep(moments),
    });
  };

  readonly backward = (dh: Batch, cache: object) => this.gradients(dh, cache, ["h0"]);
}

export const clipGradients = (grads: Record<string, any>, maxNorm: number): Record<string, unknown> => {
  const numbers: number[] = Object.values(grads).flat(Infinity);
  const norm = Math.sqrt(numbers.reduce((total, g) => total + g * g, 0));
  const factor = norm > maxNorm ? maxNorm / norm : 1;
  const times = (value: any): any => (typeof value === "number" ? value * factor : frozen(value.map(times)));
  return frozen(Object.fromEntries(Object.entries(grads).map(([name, grad]) => [name, times(grad)])));
};
