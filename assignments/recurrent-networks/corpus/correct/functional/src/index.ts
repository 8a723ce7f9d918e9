// No loop and no mutation anywhere: a sequence is unfolded with reduce, and every step hands back its own pullback.
// Unusual: the cache is a closure, a function from dh to the gradients; params are only read while forward runs.

type Vec = readonly number[];
type Mat = readonly Vec[];
type Named<T> = Readonly<Record<string, T>>;
type Params = Named<any>;

const range = (n: number): number[] => Array.from({ length: n }, (_, i) => i);
const zip = (f: (...entries: number[]) => number, ...vs: Vec[]): number[] =>
  vs[0].map((_, i) => f(...vs.map((v) => v[i])));
const zipRows = (f: (...entries: number[]) => number, ...ms: Mat[]): number[][] =>
  ms[0].map((_, n) => zip(f, ...ms.map((m) => m[n])));
const plus = (a: number, b: number): number => a + b;
const times = (a: number, b: number): number => a * b;
const sum = (v: Vec): number => v.reduce(plus, 0);
const transpose = (m: Mat): number[][] => m[0].map((_, j) => m.map((row) => row[j]));
const dot = (A: Mat, B: Mat): number[][] => {
  const columns = transpose(B);
  return A.map((row) => columns.map((column) => sum(zip(times, row, column))));
};
const zerosLike = (m: Mat): number[][] => m.map((row) => row.map(() => 0));
const zeros = (rows: number, cols: number): number[][] => range(rows).map(() => range(cols).map(() => 0));
const at = (X: readonly Mat[], t: number): Mat => X.map((rows) => rows[t]);
const sigmoid = (z: number): number => 1 / (1 + Math.exp(-z));

/** A value together with the way back: from its gradient to those of what it was made of. */
type Pulled<T, D> = readonly [value: T, pullback: (d: T) => D];

/** x·W + h·U + b, and the gradients of x, h, W, U and b. */
type AffineGradients = { x: Mat; h: Mat; W: Mat; U: Mat; b: Vec };
const affine = (x: Mat, h: Mat, W: Mat, U: Mat, b: Vec): Pulled<Mat, AffineGradients> => [
  zipRows(
    plus,
    dot(x, W),
    dot(h, U).map((row) => zip(plus, row, b)),
  ),
  (d) => ({
    x: dot(d, transpose(W)),
    h: dot(d, transpose(U)),
    W: dot(transpose(x), d),
    U: dot(transpose(h), d),
    b: transpose(d).map(sum),
  }),
];

const through = (f: (z: number) => number, slope: (y: number) => number, z: Mat): Pulled<Mat, Mat> => {
  const y = z.map((row) => row.map(f));
  return [y, (d) => zipRows((dy, value) => dy * slope(value), d, y)];
};
const tanh = (z: Mat): Pulled<Mat, Mat> => through(Math.tanh, (y) => 1 - y * y, z);
const logistic = (z: Mat): Pulled<Mat, Mat> => through(sigmoid, (y) => y * (1 - y), z);

type Step = Pulled<readonly Mat[], { x: Mat; state: readonly Mat[]; params: Named<any> }>;
type Cell = (params: Params, x: Mat, state: readonly Mat[]) => Step;

const addNested = (a: any, b: any): any =>
  typeof a === "number" ? a + b : a.map((entry: any, i: number) => addNested(entry, b[i]));
const addNamed = (a: Named<any>, b: Named<any>): Named<any> =>
  Object.fromEntries(Object.keys(b).map((name) => [name, name in a ? addNested(a[name], b[name]) : b[name]]));

const rnnCell: Cell = ({ Wh, Uh, bh }, x, [h]) => {
  const [z, dAffine] = affine(x, h, Wh, Uh, bh);
  const [next, dTanh] = tanh(z);
  return [
    [next],
    ([d]) => {
      const g = dAffine(dTanh(d));
      return { x: g.x, state: [g.h], params: { Wh: g.W, Uh: g.U, bh: g.b } };
    },
  ];
};

const lstmCell: Cell = (p, x, [h, c]) => {
  const gates = ["i", "f", "g", "o"].map((k) => {
    const [z, dAffine] = affine(x, h, p["W" + k], p["U" + k], p["b" + k]);
    const [y, dSquash] = k === "g" ? tanh(z) : logistic(z);
    return { k, y, pull: (d: Mat) => dAffine(dSquash(d)) };
  });
  const [i, f, g, o] = gates.map((gate) => gate.y);
  const cell = zipRows((fv, cv, iv, gv) => fv * cv + iv * gv, f, c, i, g);
  const [squashed, dSquashed] = tanh(cell);
  return [
    [zipRows(times, o, squashed), cell],
    ([dh, dcLater]) => {
      const dc = zipRows(plus, dcLater, dSquashed(zipRows(times, dh, o)));
      const [gi, gf, gg, go] = [
        gates[0].pull(zipRows(times, dc, g)),
        gates[1].pull(zipRows(times, dc, c)),
        gates[2].pull(zipRows(times, dc, i)),
        gates[3].pull(zipRows(times, dh, squashed)),
      ];
      const all = [gi, gf, gg, go];
      return {
        x: zipRows((...parts) => sum(parts), ...all.map((part) => part.x)),
        state: [zipRows((...parts) => sum(parts), ...all.map((part) => part.h)), zipRows(times, dc, f)],
        params: Object.fromEntries(
          gates.flatMap(({ k }, q) => [
            ["W" + k, all[q].W],
            ["U" + k, all[q].U],
            ["b" + k, all[q].b],
          ]),
        ),
      };
    },
  ];
};

const gruCell: Cell = (p, x, [h]) => {
  const none = zeros(x[0].length, h[0].length);
  const noState = zeros(h[0].length, h[0].length);
  const [zr, dzr] = affine(x, h, p.Wr, p.Ur, p.br);
  const [zz, dzz] = affine(x, h, p.Wz, p.Uz, p.bz);
  const [zx, dzx] = affine(x, h, p.Wn, noState, p.bn);
  const [zh, dzh] = affine(x, h, none, p.Un, p.cn);
  const [r, dr] = logistic(zr);
  const [z, dz] = logistic(zz);
  const [n, dn] = tanh(zipRows((a, b, gate) => a + gate * b, zx, zh, r));
  return [
    [zipRows((nv, zv, hv) => (1 - zv) * nv + zv * hv, n, z, h)],
    ([d]) => {
      const dInner = dn(zipRows((dv, zv) => dv * (1 - zv), d, z));
      const [gr, gz, gx, gh] = [
        dzr(dr(zipRows(times, dInner, zh))),
        dzz(dz(zipRows((dv, hv, nv) => dv * (hv - nv), d, h, n))),
        dzx(dInner),
        dzh(zipRows(times, dInner, r)),
      ];
      return {
        x: zipRows((a, b, c) => a + b + c, gr.x, gz.x, gx.x),
        state: [zipRows((a, b, c, e) => a + b + c + e, gr.h, gz.h, gh.h, zipRows(times, d, z))],
        params: {
          ...{ Wr: gr.W, Ur: gr.U, br: gr.b, Wz: gz.W, Uz: gz.U, bz: gz.b },
          ...{ Wn: gx.W, Un: gh.U, bn: gx.b, cn: gh.b },
        },
      };
    },
  ];
};

type Backward = { dX: readonly Mat[]; state: readonly Mat[]; params: Named<any> };

/** The states after every step, and the way back through all of them. */
const unfold = (cell: Cell, params: Params, X: readonly Mat[], start: readonly Mat[]) => {
  const all = range(X[0].length).reduce<readonly Step[]>(
    (done, t) => [...done, cell(params, at(X, t), done.at(-1)?.[0] ?? start)],
    [],
  );
  const back = (dh: readonly Mat[]): Backward =>
    all.reduceRight<Backward>(
      ({ dX, state, params: sums }, [, pull], t) => {
        const d = pull([zipRows(plus, state[0], at(dh, t)), ...state.slice(1)]);
        return { dX: [d.x, ...dX], state: d.state, params: addNamed(sums, d.params) };
      },
      { dX: [], state: start.map(zerosLike), params: {} },
    );
  return { states: all.map(([state]) => state), back };
};

/** T matrices (N,F) to (N,T,F). */
const batchFirst = (frames: readonly Mat[]): Mat[] =>
  frames[0].map((_, n) => frames.map((frame) => frame[n]));

const draw = (names: string, D: number, H: number): Params =>
  Object.fromEntries(
    names.split(" ").map((name) => {
      const rows = name.startsWith("W") ? D : name.startsWith("U") ? H : 1;
      const matrix = range(rows).map(() => range(H).map(() => (Math.random() - 0.5) / Math.sqrt(H)));
      return [name, rows === 1 && !/^[WU]/.test(name) ? matrix[0] : matrix];
    }),
  );

export class RNN {
  params: Params;
  constructor(D: number, H: number) {
    this.params = draw("Wh Uh bh", D, H);
  }
  step = (x: Mat, h: Mat): Mat => rnnCell(this.params, x, [h])[0][0];
  forward = (X: Mat[], h0: Mat = zeros(X.length, this.params["bh"].length)) => {
    const { states, back } = unfold(rnnCell, this.params, X, [h0]);
    const cache = (dh: Mat[]) => {
      const { dX, state, params } = back(dh);
      return { X: batchFirst(dX), h0: state[0], ...params };
    };
    return { h: batchFirst(states.map(([h]) => h)), cache };
  };
  backward = (dh: Mat[], cache: (dh: Mat[]) => Named<unknown>) => cache(dh);
}

export class LSTM {
  params: Params;
  constructor(D: number, H: number) {
    this.params = draw("Wi Ui bi Wf Uf bf Wg Ug bg Wo Uo bo", D, H);
  }
  step = (x: Mat, h: Mat, c: Mat): { h: Mat; c: Mat } => {
    const [[hNext, cNext]] = lstmCell(this.params, x, [h, c]);
    return { h: hNext, c: cNext };
  };
  forward = (X: Mat[], h0?: Mat, c0?: Mat) => {
    const zero = zeros(X.length, this.params["bi"].length);
    const { states, back } = unfold(lstmCell, this.params, X, [h0 ?? zero, c0 ?? zero]);
    const cache = (dh: Mat[]) => {
      const { dX, state, params } = back(dh);
      return { X: batchFirst(dX), h0: state[0], c0: state[1], ...params };
    };
    return { h: batchFirst(states.map(([h]) => h)), c: batchFirst(states.map(([, c]) => c)), cache };
  };
  backward = (dh: Mat[], cache: (dh: Mat[]) => Named<unknown>) => cache(dh);
}

export class GRU {
  params: Params;
  constructor(D: number, H: number) {
    this.params = draw("Wr Ur br Wz Uz bz Wn Un bn cn", D, H);
  }
  step = (x: Mat, h: Mat): Mat => gruCell(this.params, x, [h])[0][0];
  forward = (X: Mat[], h0: Mat = zeros(X.length, this.params["br"].length)) => {
    const { states, back } = unfold(gruCell, this.params, X, [h0]);
    const cache = (dh: Mat[]) => {
      const { dX, state, params } = back(dh);
      return { X: batchFirst(dX), h0: state[0], ...params };
    };
    return { h: batchFirst(states.map(([h]) => h)), cache };
  };
  backward = (dh: Mat[], cache: (dh: Mat[]) => Named<unknown>) => cache(dh);
}

const mapNested = (f: (value: number) => number, value: any): any =>
  typeof value === "number" ? f(value) : value.map((entry: any) => mapNested(f, entry));

export const clipGradients = (grads: Named<any>, maxNorm: number): Named<any> => {
  const norm = Math.sqrt(sum((Object.values(grads).flat(2) as number[]).map((g) => g * g)));
  const scale = Math.min(1, maxNorm / (norm + 1e-12));
  return Object.fromEntries(
    Object.entries(grads).map(([name, grad]) => [name, mapNested((g) => g * scale, grad)]),
  );
};
