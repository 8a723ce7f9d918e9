import { Flat, sequence, sigmoid, steps, uniform, type Rows, type Sequence } from "./flat";

type Gate = "r" | "z" | "n";
type Params = Record<`W${Gate}` | `U${Gate}`, Rows> & Record<"br" | "bz" | "bn" | "cn", ArrayLike<number>>;
type Step = { r: Flat; z: Flat; m: Flat; n: Flat; h: Flat };
type Cache = { x: Flat[]; h0: Flat; steps: Step[] };

export class GRU {
  params: Params;

  constructor(D: number, H: number) {
    const [W, U, b] = [() => uniform(D, H), () => uniform(H, H), () => uniform(1, H)[0]];
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

  private advance(x: Flat, h: Flat): Step {
    const p = this.params;
    const r = x
      .times(Flat.of(p.Wr))
      .add(h.times(Flat.of(p.Ur)))
      .addRow(p.br)
      .map(sigmoid);
    const z = x
      .times(Flat.of(p.Wz))
      .add(h.times(Flat.of(p.Uz)))
      .addRow(p.bz)
      .map(sigmoid);
    const m = h.times(Flat.of(p.Un)).addRow(p.cn);
    const n = x
      .times(Flat.of(p.Wn))
      .addRow(p.bn)
      .map((value, at) => Math.tanh(value + r.data[at] * m.data[at]));
    return { r, z, m, n, h: n.map((value, at) => value + z.data[at] * (h.data[at] - value)) };
  }

  step(x: Rows, h: Rows): Float64Array[] {
    return this.advance(Flat.of(x), Flat.of(h)).h.toRows();
  }

  forward(X: Sequence, h0?: Rows): { h: Float64Array[][]; cache: Cache } {
    const x = steps(X);
    const start = h0 ? Flat.of(h0) : new Flat(X.length, this.params.br.length);
    const all: Step[] = [];
    for (const frame of x) all.push(this.advance(frame, all.at(-1)?.h ?? start));
    return { h: sequence(all.map(({ h }) => h)), cache: { x, h0: start, steps: all } };
  }

  backward(dh: Sequence, { x, h0, steps: all }: Cache) {
    const [Wr, Wz, Wn] = [Flat.of(this.params.Wr), Flat.of(this.params.Wz), Flat.of(this.params.Wn)];
    const [Ur, Uz, Un] = [Flat.of(this.params.Ur), Flat.of(this.params.Uz), Flat.of(this.params.Un)];
    const [D, H] = [Wr.rows, Wr.cols];
    const arriving = steps(dh);
    const [dWr, dWz, dWn] = [new Flat(D, H), new Flat(D, H), new Flat(D, H)];
    const [dUr, dUz, dUn] = [new Flat(H, H), new Flat(H, H), new Flat(H, H)];
    const [dbr, dbz, dbn, dcn] = [new Flat(1, H), new Flat(1, H), new Flat(1, H), new Flat(1, H)];
    const dx: Flat[] = [];
    let carried = new Flat(dh.length, H);
    for (let t = x.length - 1; t >= 0; t--) {
      const { r, z, m, n } = all[t];
      const before = t > 0 ? all[t - 1].h : h0;
      const dState = carried.add(arriving[t]);
      const dan = dState.map((value, at) => value * (1 - z.data[at]) * (1 - n.data[at] ** 2));
      const daz = dState.map(
        (value, at) => value * (before.data[at] - n.data[at]) * z.data[at] * (1 - z.data[at]),
      );
      const dm = dan.map((value, at) => value * r.data[at]);
      const dar = dan.map((value, at) => value * m.data[at] * r.data[at] * (1 - r.data[at]));
      [dWr, dWz, dWn].forEach((dW, k) => dW.addOuter(x[t], [dar, daz, dan][k]));
      [dUr, dUz, dUn].forEach((dU, k) => dU.addOuter(before, [dar, daz, dm][k]));
      [dbr, dbz, dbn, dcn].forEach((db, k) => db.addRow([dar, daz, dan, dm][k].columnSums()));
      dx.unshift(dar.timesTransposed(Wr).add(daz.timesTransposed(Wz)).add(dan.timesTransposed(Wn)));
      carried = dState
        .map((value, at) => value * z.data[at])
        .add(dar.timesTransposed(Ur))
        .add(daz.timesTransposed(Uz))
        .add(dm.timesTransposed(Un));
    }
    return {
      X: sequence(dx),
      h0: carried.toRows(),
      Wr: dWr.toRows(),
      Ur: dUr.toRows(),
      br: dbr.row(0),
      Wz: dWz.toRows(),
      Uz: dUz.toRows(),
      bz: dbz.row(0),
      Wn: dWn.toRows(),
      Un: dUn.toRows(),
      bn: dbn.row(0),
      cn: dcn.row(0),
    };
  }
}
