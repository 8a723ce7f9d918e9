// Time comes first inside: X is transposed on the way in and h on the way out; every input is mapped in one product beforehand.
// Unusual: gradients of weights and inputs wait until the end, when all steps' parts are stacked and multiplied at once.

import { Matrix, toBatchFirst, toTimeMajor, type Rows } from "./matrix";

type Params = Record<string, any>;
type Sequence = number[][][];

const sigmoid = (z: Matrix): Matrix => z.map((value) => 1 / (1 + Math.exp(-value)));
const tanh = (z: Matrix): Matrix => z.map(Math.tanh);
const sigmoidSlope = (y: Matrix): Matrix => y.map((value) => value * (1 - value));
const tanhSlope = (y: Matrix): Matrix => y.map((value) => 1 - value * value);
const complement = (y: Matrix): Matrix => y.map((value) => 1 - value);

function start(state: Rows | undefined, N: number, H: number): Matrix {
  return state ? new Matrix(state.map((row) => row.slice())) : Matrix.zeros(N, H);
}

class Network {
  params: Params = {};

  constructor(
    protected readonly gates: string[],
    D: number,
    H: number,
  ) {
    for (const gate of gates) {
      this.params[`W${gate}`] = Matrix.random(D, H).rows;
      this.params[`U${gate}`] = Matrix.random(H, H).rows;
      this.params[`b${gate}`] = Matrix.random(1, H).rows[0];
    }
  }

  protected weight(name: string): Matrix {
    return new Matrix(this.params[name]);
  }

  /** x·W + b of every gate, for every step: one product per gate. */
  protected mapInputs(x: Matrix[]): Record<string, Matrix>[] {
    const all = Matrix.stack(x);
    const byGate = this.gates.map((gate) =>
      all
        .dot(this.weight(`W${gate}`))
        .plusRow(this.params[`b${gate}`])
        .split(x.length),
    );
    return x.map((_, t) => Object.fromEntries(this.gates.map((gate, k) => [gate, byGate[k][t]])));
  }

  /** The gradients of W, U, b and X from those of all pre-activations, by step: on the input's and on the state's side. */
  protected finish(
    x: Matrix[],
    before: Matrix[],
    dz: Record<string, Matrix>[],
    du: Record<string, Matrix>[],
  ): Params {
    const [inputs, states] = [Matrix.stack(x), Matrix.stack(before)];
    const grads: Params = {};
    let dX = Matrix.zeros(inputs.rows.length, inputs.rows[0].length);
    for (const gate of this.gates) {
      const d = Matrix.stack(dz.map((step) => step[gate]));
      grads[`W${gate}`] = inputs.T.dot(d).rows;
      grads[`U${gate}`] = states.T.dot(Matrix.stack(du.map((step) => step[gate]))).rows;
      grads[`b${gate}`] = d.columnSums();
      dX = dX.plus(d.dot(this.weight(`W${gate}`).T));
    }
    return { ...grads, X: toBatchFirst(dX.split(x.length)) };
  }

  protected toState(d: Record<string, Matrix>): Matrix {
    return this.gates.map((gate) => d[gate].dot(this.weight(`U${gate}`).T)).reduce((a, b) => a.plus(b));
  }
}

export class RNN extends Network {
  constructor(inputDim: number, hiddenDim: number) {
    super(["h"], inputDim, hiddenDim);
  }

  step(x: Rows, h: Rows): Rows {
    return this.forward(
      x.map((row) => [row]),
      h,
    ).h.map(([row]) => row);
  }

  forward(X: Sequence, h0?: Rows) {
    const x = toTimeMajor(X);
    const h = [start(h0, X.length, this.params["bh"].length)];
    for (const { h: z } of this.mapInputs(x)) h.push(tanh(z.plus(h[h.length - 1].dot(this.weight("Uh")))));
    return { h: toBatchFirst(h.slice(1)), cache: { x, h } };
  }

  backward(dh: Sequence, { x, h }: { x: Matrix[]; h: Matrix[] }): Params {
    const arriving = toTimeMajor(dh);
    const d: Record<string, Matrix>[] = [];
    let carried = h[0].map(() => 0);
    for (let t = x.length - 1; t >= 0; t--) {
      d[t] = { h: carried.plus(arriving[t]).times(tanhSlope(h[t + 1])) };
      carried = this.toState(d[t]);
    }
    return { ...this.finish(x, h.slice(0, -1), d, d), h0: carried.rows };
  }
}

type LstmStep = Record<"i" | "f" | "g" | "o", Matrix>;

export class LSTM extends Network {
  constructor(inputDim: number, hiddenDim: number) {
    super(["i", "f", "g", "o"], inputDim, hiddenDim);
  }

  step(x: Rows, h: Rows, c: Rows): { h: Rows; c: Rows } {
    const one = this.forward(
      x.map((row) => [row]),
      h,
      c,
    );
    return { h: one.h.map(([row]) => row), c: one.c.map(([row]) => row) };
  }

  forward(X: Sequence, h0?: Rows, c0?: Rows) {
    const x = toTimeMajor(X);
    const H = this.params["bi"].length;
    const h = [start(h0, X.length, H)];
    const c = [start(c0, X.length, H)];
    const gates: LstmStep[] = this.mapInputs(x).map((z, t) => {
      const pre = (gate: string): Matrix => z[gate].plus(h[t].dot(this.weight(`U${gate}`)));
      const step = { i: sigmoid(pre("i")), f: sigmoid(pre("f")), g: tanh(pre("g")), o: sigmoid(pre("o")) };
      c.push(step.f.times(c[t]).plus(step.i.times(step.g)));
      h.push(step.o.times(tanh(c[t + 1])));
      return step;
    });
    return { h: toBatchFirst(h.slice(1)), c: toBatchFirst(c.slice(1)), cache: { x, h, c, gates } };
  }

  backward(
    dh: Sequence,
    { x, h, c, gates }: { x: Matrix[]; h: Matrix[]; c: Matrix[]; gates: LstmStep[] },
  ): Params {
    const arriving = toTimeMajor(dh);
    const d: Record<string, Matrix>[] = [];
    let dState = h[0].map(() => 0);
    let dCell = h[0].map(() => 0);
    for (let t = x.length - 1; t >= 0; t--) {
      const { i, f, g, o } = gates[t];
      const shown = tanh(c[t + 1]);
      dState = dState.plus(arriving[t]);
      dCell = dCell.plus(dState.times(o).times(tanhSlope(shown)));
      d[t] = {
        i: dCell.times(g).times(sigmoidSlope(i)),
        f: dCell.times(c[t]).times(sigmoidSlope(f)),
        g: dCell.times(i).times(tanhSlope(g)),
        o: dState.times(shown).times(sigmoidSlope(o)),
      };
      dState = this.toState(d[t]);
      dCell = dCell.times(f);
    }
    return { ...this.finish(x, h.slice(0, -1), d, d), h0: dState.rows, c0: dCell.rows };
  }
}

type GruStep = Record<"r" | "z" | "n" | "m", Matrix>;

export class GRU extends Network {
  constructor(inputDim: number, hiddenDim: number) {
    super(["r", "z", "n"], inputDim, hiddenDim);
    this.params["cn"] = Matrix.random(1, hiddenDim).rows[0];
  }

  step(x: Rows, h: Rows): Rows {
    return this.forward(
      x.map((row) => [row]),
      h,
    ).h.map(([row]) => row);
  }

  forward(X: Sequence, h0?: Rows) {
    const x = toTimeMajor(X);
    const h = [start(h0, X.length, this.params["br"].length)];
    const steps: GruStep[] = this.mapInputs(x).map((fromX, t) => {
      const r = sigmoid(fromX["r"].plus(h[t].dot(this.weight("Ur"))));
      const z = sigmoid(fromX["z"].plus(h[t].dot(this.weight("Uz"))));
      const m = h[t].dot(this.weight("Un")).plusRow(this.params["cn"]);
      const n = tanh(fromX["n"].plus(r.times(m)));
      h.push(complement(z).times(n).plus(z.times(h[t])));
      return { r, z, n, m };
    });
    return { h: toBatchFirst(h.slice(1)), cache: { x, h, steps } };
  }

  backward(dh: Sequence, { x, h, steps }: { x: Matrix[]; h: Matrix[]; steps: GruStep[] }): Params {
    const arriving = toTimeMajor(dh);
    const dz: Record<string, Matrix>[] = [];
    const du: Record<string, Matrix>[] = [];
    let dState = h[0].map(() => 0);
    for (let t = x.length - 1; t >= 0; t--) {
      const { r, z, n, m } = steps[t];
      dState = dState.plus(arriving[t]);
      const dn = dState.times(complement(z)).times(tanhSlope(n));
      const dr = dn.times(m).times(sigmoidSlope(r));
      const dUpdate = dState.times(h[t].plus(n.map((value) => -value))).times(sigmoidSlope(z));
      dz[t] = { r: dr, z: dUpdate, n: dn };
      du[t] = { r: dr, z: dUpdate, n: dn.times(r) };
      dState = this.toState(du[t]).plus(dState.times(z));
    }
    const cn = Matrix.stack(du.map((step) => step["n"])).columnSums();
    return { ...this.finish(x, h.slice(0, -1), dz, du), cn, h0: dState.rows };
  }
}

export function clipGradients(grads: Params, maxNorm: number): Params {
  const matrices = Object.entries(grads).map(([name, value]): [string, boolean, Matrix] => {
    const isVector = typeof value[0] === "number";
    return [name, isVector, new Matrix(isVector ? [value] : value)];
  });
  const squares = matrices.map(([, , grad]) => grad.times(grad).columnSums()).flat();
  const norm = Math.sqrt(squares.reduce((a, b) => a + b, 0));
  const factor = norm > maxNorm ? maxNorm / norm : 1;
  const clipped = matrices.map(([name, isVector, grad]) => {
    const { rows } = grad.map((value) => value * factor);
    return [name, isVector ? rows[0] : rows];
  });
  return Object.fromEntries(clipped);
}
