// tanh is 2σ(2z) − 1 and σ has two branches; only pre-activations are kept, and backward takes slopes of those.
// Unusual: biases begin at exactly 0, and clipGradients divides by the norm plus 1e-6, also for huge gradients.

import { sigmoid, sigmoidPrime, tanh, tanhPrime } from "./activations";
import { column, mat, spread, ten, vec, weights, type Mat, type Ten, type Vec } from "./tensor";

export class RNN {
  params: { Wh: Mat; Uh: Mat; bh: Vec };

  constructor(
    public inputDim: number,
    public hiddenDim: number,
  ) {
    this.params = { Wh: weights(inputDim, hiddenDim), Uh: weights(hiddenDim, hiddenDim), bh: vec(hiddenDim) };
  }

  private z(x: Vec, h: Vec): Vec {
    const { Wh, Uh, bh } = this.params;
    return bh.map((b, j) => column(x, Wh, j) + column(h, Uh, j) + b);
  }

  step(x: Mat, h: Mat): Mat {
    return x.map((row, n) => this.z(row, h[n]).map(tanh));
  }

  forward(X: Ten, h0?: Mat) {
    const z = X.map((rows, n) => {
      let h = h0 === undefined ? vec(this.params.bh.length) : h0[n];
      return rows.map((x) => {
        const here = this.z(x, h);
        h = here.map(tanh);
        return here;
      });
    });
    return { h: z.map((rows) => rows.map((row) => row.map(tanh))), cache: { X, h0, z } };
  }

  backward(dh: Ten, { X, h0, z }: { X: Ten; h0: Mat | undefined; z: Ten }) {
    const { Wh, Uh } = this.params;
    const [N, T, D, H] = [X.length, X[0].length, Wh.length, Uh.length];
    const g = { X: ten(N, T, D), h0: mat(N, H), Wh: mat(D, H), Uh: mat(H, H), bh: vec(H) };
    for (let t = T - 1; t >= 0; t -= 1) {
      for (let n = 0; n < N; n += 1) {
        const before = t > 0 ? z[n][t - 1].map(tanh) : (h0?.[n] ?? vec(H));
        const dBefore = vec(H);
        for (let j = 0; j < H; j += 1) {
          const d = (g.h0[n][j] + dh[n][t][j]) * tanhPrime(z[n][t][j]);
          g.bh[j] += d;
          spread(Wh, g.Wh, X[n][t], g.X[n][t], j, d);
          spread(Uh, g.Uh, before, dBefore, j, d);
        }
        g.h0[n] = dBefore; // in the end, what arrives before the first step
      }
    }
    return g;
  }
}

type LstmPre = { i: Vec; f: Vec; g: Vec; o: Vec; h: Vec; c: Vec; cNext: Vec };

export class LSTM {
  params: Record<`W${"i" | "f" | "g" | "o"}` | `U${"i" | "f" | "g" | "o"}`, Mat> &
    Record<`b${"i" | "f" | "g" | "o"}`, Vec>;

  constructor(
    public inputDim: number,
    public hiddenDim: number,
  ) {
    const [W, U, b] = [
      () => weights(inputDim, hiddenDim),
      () => weights(hiddenDim, hiddenDim),
      (value: number) => vec(hiddenDim).fill(value),
    ];
    this.params = {
      ...{ Wi: W(), Ui: U(), bi: b(0) },
      ...{ Wf: W(), Uf: U(), bf: b(1) }, // remember at first (Jozefowicz et al. 2015)
      ...{ Wg: W(), Ug: U(), bg: b(0) },
      ...{ Wo: W(), Uo: U(), bo: b(0) },
    };
  }

  private pre(x: Vec, h: Vec, c: Vec): LstmPre {
    const p = this.params;
    const z = (W: Mat, U: Mat, b: Vec): Vec => b.map((bias, j) => column(x, W, j) + column(h, U, j) + bias);
    const [i, f, g, o] = [z(p.Wi, p.Ui, p.bi), z(p.Wf, p.Uf, p.bf), z(p.Wg, p.Ug, p.bg), z(p.Wo, p.Uo, p.bo)];
    const cNext = c.map((value, j) => sigmoid(f[j]) * value + sigmoid(i[j]) * tanh(g[j]));
    return { i, f, g, o, h, c, cNext };
  }

  private show({ o, cNext }: LstmPre): Vec {
    return cNext.map((value, j) => sigmoid(o[j]) * tanh(value));
  }

  step(x: Mat, h: Mat, c: Mat): { h: Mat; c: Mat } {
    const all = x.map((row, n) => this.pre(row, h[n], c[n]));
    return { h: all.map((one) => this.show(one)), c: all.map(({ cNext }) => cNext) };
  }

  forward(X: Ten, h0?: Mat, c0?: Mat) {
    const H = this.params.bi.length;
    const pre = X.map((rows, n) => {
      let [h, c] = [h0?.[n] ?? vec(H), c0?.[n] ?? vec(H)];
      return rows.map((x) => {
        const here = this.pre(x, h, c);
        [h, c] = [this.show(here), here.cNext];
        return here;
      });
    });
    return {
      h: pre.map((rows) => rows.map((one) => this.show(one))),
      c: pre.map((rows) => rows.map(({ cNext }) => cNext)),
      cache: { X, pre },
    };
  }

  backward(dh: Ten, { X, pre }: { X: Ten; pre: LstmPre[][] }) {
    const p = this.params;
    const [N, T, D, H] = [X.length, X[0].length, p.Wi.length, p.Ui.length];
    const zeros = () => ({ W: mat(D, H), U: mat(H, H), b: vec(H) });
    const [gi, gf, gg, go] = [zeros(), zeros(), zeros(), zeros()];
    const [dX, dh0, dc0] = [ten(N, T, D), mat(N, H), mat(N, H)];
    for (let n = 0; n < N; n += 1) {
      for (let t = T - 1; t >= 0; t -= 1) {
        const { i, f, g, o, h, c, cNext } = pre[n][t];
        const dBefore = vec(H);
        for (let j = 0; j < H; j += 1) {
          const d = dh0[n][j] + dh[n][t][j];
          const dc = dc0[n][j] + d * sigmoid(o[j]) * tanhPrime(cNext[j]);
          const parts = [
            { d: dc * tanh(g[j]) * sigmoidPrime(i[j]), to: gi, W: p.Wi, U: p.Ui },
            { d: dc * c[j] * sigmoidPrime(f[j]), to: gf, W: p.Wf, U: p.Uf },
            { d: dc * sigmoid(i[j]) * tanhPrime(g[j]), to: gg, W: p.Wg, U: p.Ug },
            { d: d * tanh(cNext[j]) * sigmoidPrime(o[j]), to: go, W: p.Wo, U: p.Uo },
          ];
          for (const part of parts) {
            part.to.b[j] += part.d;
            spread(part.W, part.to.W, X[n][t], dX[n][t], j, part.d);
            spread(part.U, part.to.U, h, dBefore, j, part.d);
          }
          dc0[n][j] = dc * sigmoid(f[j]);
        }
        dh0[n] = dBefore;
      }
    }
    return {
      ...{ X: dX, h0: dh0, c0: dc0 },
      ...{ Wi: gi.W, Ui: gi.U, bi: gi.b, Wf: gf.W, Uf: gf.U, bf: gf.b },
      ...{ Wg: gg.W, Ug: gg.U, bg: gg.b, Wo: go.W, Uo: go.U, bo: go.b },
    };
  }
}

type GruPre = { r: Vec; z: Vec; m: Vec; n: Vec; h: Vec };

export class GRU {
  params: Record<`W${"r" | "z" | "n"}` | `U${"r" | "z" | "n"}`, Mat> & Record<"br" | "bz" | "bn" | "cn", Vec>;

  constructor(
    public inputDim: number,
    public hiddenDim: number,
  ) {
    const [W, U, b] = [
      () => weights(inputDim, hiddenDim),
      () => weights(hiddenDim, hiddenDim),
      () => vec(hiddenDim),
    ];
    this.params = {
      Wr: W(),
      Ur: U(),
      br: b(),
      Wz: W(),
      Uz: U(),
      bz: b(),
      Wn: W(),
      Un: U(),
      bn: b(),
      cn: b(),
    };
  }

  /** Pre-activations of the gates and of the candidate. */
  private pre(x: Vec, h: Vec): GruPre {
    const p = this.params;
    const r = p.br.map((b, j) => b + column(x, p.Wr, j) + column(h, p.Ur, j));
    const z = p.bz.map((b, j) => b + column(x, p.Wz, j) + column(h, p.Uz, j));
    const m = p.cn.map((b, j) => b + column(h, p.Un, j));
    const n = p.bn.map((b, j) => b + column(x, p.Wn, j) + sigmoid(r[j]) * m[j]);
    return { r, z, m, n, h };
  }

  private next({ z, n, h }: GruPre): Vec {
    return h.map((value, j) => sigmoid(-z[j]) * tanh(n[j]) + sigmoid(z[j]) * value); // 1 − σ(z) = σ(−z)
  }

  step(x: Mat, h: Mat): Mat {
    return x.map((row, n) => this.next(this.pre(row, h[n])));
  }

  forward(X: Ten, h0?: Mat) {
    const pre = X.map((rows, n) => {
      let h = h0?.[n] ?? vec(this.params.br.length);
      return rows.map((x) => {
        const here = this.pre(x, h);
        h = this.next(here);
        return here;
      });
    });
    return { h: pre.map((rows) => rows.map((one) => this.next(one))), cache: { X, pre } };
  }

  backward(dh: Ten, { X, pre }: { X: Ten; pre: GruPre[][] }) {
    const p = this.params;
    const [N, T, D, H] = [X.length, X[0].length, p.Wr.length, p.Ur.length];
    const g = {
      ...{ X: ten(N, T, D), h0: mat(N, H) },
      ...{ Wr: mat(D, H), Ur: mat(H, H), br: vec(H), Wz: mat(D, H), Uz: mat(H, H), bz: vec(H) },
      ...{ Wn: mat(D, H), Un: mat(H, H), bn: vec(H), cn: vec(H) },
    };
    for (let n = 0; n < N; n += 1) {
      for (let t = T - 1; t >= 0; t -= 1) {
        const here = pre[n][t];
        const x = X[n][t];
        const dBefore = vec(H);
        for (let j = 0; j < H; j += 1) {
          const d = g.h0[n][j] + dh[n][t][j];
          const dn = d * sigmoid(-here.z[j]) * tanhPrime(here.n[j]);
          const dz = d * (here.h[j] - tanh(here.n[j])) * sigmoidPrime(here.z[j]);
          const dr = dn * here.m[j] * sigmoidPrime(here.r[j]);
          const dm = dn * sigmoid(here.r[j]);
          g.br[j] += dr;
          g.bz[j] += dz;
          g.bn[j] += dn;
          g.cn[j] += dm;
          spread(p.Wr, g.Wr, x, g.X[n][t], j, dr);
          spread(p.Wz, g.Wz, x, g.X[n][t], j, dz);
          spread(p.Wn, g.Wn, x, g.X[n][t], j, dn);
          spread(p.Ur, g.Ur, here.h, dBefore, j, dr);
          spread(p.Uz, g.Uz, here.h, dBefore, j, dz);
          spread(p.Un, g.Un, here.h, dBefore, j, dm);
          dBefore[j] += d * sigmoid(here.z[j]);
        }
        g.h0[n] = dBefore;
      }
    }
    return g;
  }
}

/** Clips by the global norm. */
export function clipGradients(grads: Record<string, Vec | Mat>, maxNorm: number): Record<string, Vec | Mat> {
  const isMat = (value: Vec | Mat): value is Mat => typeof value[0] !== "number";
  const rows = Object.values(grads).flatMap((value) => (isMat(value) ? value : [value]));
  const norm = Math.sqrt(rows.reduce((sum, row) => row.reduce((s, v) => s + v * v, sum), 0));
  const clip = norm > maxNorm ? maxNorm / (norm + 1e-6) : 1;
  const shrink = (row: Vec): Vec => row.map((v) => v * clip);
  return Object.fromEntries(
    Object.entries(grads).map(([name, value]) => [name, isMat(value) ? value.map(shrink) : shrink(value)]),
  );
}
