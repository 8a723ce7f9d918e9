// All gates of a network side by side in one matrix, W (D,4H), U (H,4H), b (4H), in an order of its own.
// Unusual: params is an accessor that unpacks at every read and packs at every write, so each read gives new arrays.

import { Packed } from "./packed";
import { frame, noise, sigmoid, zeros, type Matrix } from "./linear";

type Named = Record<string, any>;
type Cache = { X: Matrix[]; states: Matrix[]; cells: Matrix[]; active: Matrix[]; extra: Matrix[] };

export class RNN {
  private packed: Packed;

  constructor(inputDim: number, hiddenDim: number) {
    this.packed = Packed.random("h", inputDim, hiddenDim);
  }

  get params(): Named {
    return this.packed.separate();
  }

  set params(params: Named) {
    this.packed = Packed.from("h", params);
  }

  step(x: Matrix, h: Matrix): Matrix {
    const fromState = this.packed.ofState(h);
    return this.packed.ofInput(x).map((row, n) => row.map((z, j) => Math.tanh(z + fromState[n][j])));
  }

  forward(X: Matrix[], h0?: Matrix) {
    const states = [h0 ?? zeros(X.length, this.packed.H)];
    X[0].forEach((_, t) => states.push(this.step(frame(X, t), states[t])));
    return { h: X.map((rows, n) => rows.map((_, t) => states[t + 1][n])), cache: { X, states } };
  }

  backward(dh: Matrix[], { X, states }: { X: Matrix[]; states: Matrix[] }): Named {
    const grads = Packed.empty("h", X[0][0].length, this.packed.H);
    const dX: Matrix[] = X.map((rows) => rows.map(() => []));
    let carried = zeros(X.length, this.packed.H);
    for (let t = X[0].length - 1; t >= 0; t--) {
      const dz = carried.map((row, n) =>
        row.map((d, j) => (d + dh[n][t][j]) * (1 - states[t + 1][n][j]) * (1 + states[t + 1][n][j])),
      );
      const back = this.packed.back(grads, frame(X, t), states[t], dz, dz);
      back.dx.forEach((row, n) => (dX[n][t] = row));
      carried = back.dh;
    }
    return { X: dX, h0: carried, ...grads.separate() };
  }
}

export class LSTM {
  private packed: Packed;

  constructor(inputDim: number, hiddenDim: number) {
    this.packed = Packed.random("ofgi", inputDim, hiddenDim);
  }

  get params(): Named {
    return this.packed.separate();
  }

  set params(params: Named) {
    this.packed = Packed.from("ofgi", params);
  }

  /** The activated gates (N,4H), then c and h (N,H). */
  private advance(x: Matrix, h: Matrix, c: Matrix): { active: Matrix; c: Matrix; h: Matrix } {
    const H = this.packed.H;
    const fromState = this.packed.ofState(h);
    const active = this.packed.ofInput(x).map((row, n) =>
      row.map((z, k) => {
        const isCandidate = Math.floor(k / H) === 2;
        return isCandidate ? Math.tanh(z + fromState[n][k]) : sigmoid(z + fromState[n][k]);
      }),
    );
    const cell = c.map((row, n) =>
      row.map((before, j) => active[n][H + j] * before + active[n][3 * H + j] * active[n][2 * H + j]),
    );
    return {
      active,
      c: cell,
      h: cell.map((row, n) => row.map((value, j) => active[n][j] * Math.tanh(value))),
    };
  }

  step(x: Matrix, h: Matrix, c: Matrix): { h: Matrix; c: Matrix } {
    return this.advance(x, h, c);
  }

  forward(X: Matrix[], h0?: Matrix, c0?: Matrix) {
    const zero = zeros(X.length, this.packed.H);
    const cache: Cache = { X, states: [h0 ?? zero], cells: [c0 ?? zero], active: [], extra: [] };
    X[0].forEach((_, t) => {
      const { active, c, h } = this.advance(frame(X, t), cache.states[t], cache.cells[t]);
      cache.active.push(active);
      cache.cells.push(c);
      cache.states.push(h);
    });
    const h = X.map((rows, n) => rows.map((_, t) => cache.states[t + 1][n]));
    const c = X.map((rows, n) => rows.map((_, t) => cache.cells[t + 1][n]));
    return { h, c, cache };
  }

  backward(dh: Matrix[], { X, states, cells, active }: Cache): Named {
    const H = this.packed.H;
    const grads = Packed.empty("ofgi", X[0][0].length, H);
    const dX: Matrix[] = X.map((rows) => rows.map(() => []));
    let dState = zeros(X.length, H);
    let dCell = zeros(X.length, H);
    for (let t = X[0].length - 1; t >= 0; t--) {
      const dz = zeros(X.length, 4 * H);
      const dCellBefore = zeros(X.length, H);
      for (let n = 0; n < X.length; n++) {
        for (let j = 0; j < H; j++) {
          const [o, f, g, i] = [0, 1, 2, 3].map((k) => active[t][n][k * H + j]);
          const squashed = Math.tanh(cells[t + 1][n][j]);
          const d = dState[n][j] + dh[n][t][j];
          const dc = dCell[n][j] + d * o * (1 - squashed ** 2);
          dz[n][j] = d * squashed * (o - o * o);
          dz[n][H + j] = dc * cells[t][n][j] * (f - f * f);
          dz[n][2 * H + j] = dc * i * (1 - g * g);
          dz[n][3 * H + j] = dc * g * (i - i * i);
          dCellBefore[n][j] = dc * f;
        }
      }
      const back = this.packed.back(grads, frame(X, t), states[t], dz, dz);
      back.dx.forEach((row, n) => (dX[n][t] = row));
      dState = back.dh;
      dCell = dCellBefore;
    }
    return { X: dX, h0: dState, c0: dCell, ...grads.separate() };
  }
}

export class GRU {
  private packed: Packed;
  private cn: number[];

  constructor(inputDim: number, hiddenDim: number) {
    this.packed = Packed.random("nzr", inputDim, hiddenDim);
    this.cn = noise(1, hiddenDim)[0];
  }

  get params(): Named {
    return { ...this.packed.separate(), cn: [...this.cn] };
  }

  set params(params: Named) {
    this.packed = Packed.from("nzr", params);
    this.cn = [...params["cn"]];
  }

  /** The activated n, z and r (N,3H), what r scales (N,H), and h (N,H). */
  private advance(x: Matrix, h: Matrix): { active: Matrix; scaled: Matrix; h: Matrix } {
    const H = this.packed.H;
    const fromInput = this.packed.ofInput(x);
    const fromState = this.packed.ofState(h);
    const scaled = fromState.map((row) => this.cn.map((bias, j) => row[j] + bias));
    const active = fromInput.map((row, n) => {
      const gates = row.map((z, k) => sigmoid(z + fromState[n][k]));
      return gates.map((gate, k) => (k < H ? Math.tanh(row[k] + gates[2 * H + k] * scaled[n][k]) : gate));
    });
    const next = h.map((row, n) =>
      row.map((before, j) => {
        const z = active[n][H + j];
        return (1 - z) * active[n][j] + z * before;
      }),
    );
    return { active, scaled, h: next };
  }

  step(x: Matrix, h: Matrix): Matrix {
    return this.advance(x, h).h;
  }

  forward(X: Matrix[], h0?: Matrix) {
    const cache: Cache = {
      X,
      states: [h0 ?? zeros(X.length, this.packed.H)],
      cells: [],
      active: [],
      extra: [],
    };
    X[0].forEach((_, t) => {
      const { active, scaled, h } = this.advance(frame(X, t), cache.states[t]);
      cache.active.push(active);
      cache.extra.push(scaled);
      cache.states.push(h);
    });
    return { h: X.map((rows, n) => rows.map((_, t) => cache.states[t + 1][n])), cache };
  }

  backward(dh: Matrix[], { X, states, active, extra }: Cache): Named {
    const H = this.packed.H;
    const grads = Packed.empty("nzr", X[0][0].length, H);
    const cn = Array<number>(H).fill(0);
    const dX: Matrix[] = X.map((rows) => rows.map(() => []));
    let dState = zeros(X.length, H);
    for (let t = X[0].length - 1; t >= 0; t--) {
      const dz = zeros(X.length, 3 * H);
      const du = zeros(X.length, 3 * H);
      const kept = zeros(X.length, H);
      for (let b = 0; b < X.length; b++) {
        for (let j = 0; j < H; j++) {
          const [n, z, r] = [0, 1, 2].map((k) => active[t][b][k * H + j]);
          const d = dState[b][j] + dh[b][t][j];
          const dn = d * (1 - z) * (1 - n * n);
          dz[b][j] = dn;
          dz[b][H + j] = d * (states[t][b][j] - n) * (z - z * z);
          dz[b][2 * H + j] = dn * extra[t][b][j] * (r - r * r);
          du[b][j] = dn * r;
          du[b][H + j] = dz[b][H + j];
          du[b][2 * H + j] = dz[b][2 * H + j];
          cn[j] += dn * r;
          kept[b][j] = d * z;
        }
      }
      const back = this.packed.back(grads, frame(X, t), states[t], dz, du);
      back.dx.forEach((row, b) => (dX[b][t] = row));
      dState = back.dh.map((row, b) => row.map((value, j) => value + kept[b][j]));
    }
    return { X: dX, h0: dState, ...grads.separate(), cn };
  }
}

export function clipGradients(grads: Named, maxNorm: number): Named {
  const numbers = Object.values(grads).flat(Infinity) as number[];
  const norm = Math.sqrt(numbers.reduce((sum, g) => sum + g ** 2, 0));
  if (norm <= maxNorm) return { ...grads };
  const scale = (value: any): any => (Array.isArray(value) ? value.map(scale) : (value * maxNorm) / norm);
  return Object.fromEntries(Object.entries(grads).map(([name, value]) => [name, scale(value)]));
}
