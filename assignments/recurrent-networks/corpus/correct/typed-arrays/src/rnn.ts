import { Flat, sequence, steps, uniform, type Rows, type Sequence } from "./flat";

type Params = { Wh: Rows; Uh: Rows; bh: ArrayLike<number> };
type Cache = { x: Flat[]; z: Flat[]; h: Flat[] };

/** 1/cosh², which is 0 where cosh is Infinity. */
const slope = (z: number): number => Math.cosh(z) ** -2;

export class RNN {
  params: Params;

  constructor(D: number, H: number) {
    this.params = { Wh: uniform(D, H), Uh: uniform(H, H), bh: uniform(1, H)[0] };
  }

  private preActivation(x: Flat, h: Flat): Flat {
    const { Wh, Uh, bh } = this.params;
    return x
      .times(Flat.of(Wh))
      .add(h.times(Flat.of(Uh)))
      .addRow(bh);
  }

  step(x: Rows, h: Rows): Float64Array[] {
    return this.preActivation(Flat.of(x), Flat.of(h)).map(Math.tanh).toRows();
  }

  forward(X: Sequence, h0?: Rows): { h: Float64Array[][]; cache: Cache } {
    const H = this.params.bh.length;
    const x = steps(X);
    const z: Flat[] = [];
    const h = [h0 ? Flat.of(h0) : new Flat(X.length, H)];
    x.forEach((frame, t) => {
      z.push(this.preActivation(frame, h[t]));
      h.push(z[t].map(Math.tanh));
    });
    return { h: sequence(h.slice(1)), cache: { x, z, h } };
  }

  backward(dh: Sequence, { x, z, h }: Cache) {
    const [Wh, Uh] = [Flat.of(this.params.Wh), Flat.of(this.params.Uh)];
    const arriving = steps(dh);
    const dWh = new Flat(Wh.rows, Wh.cols);
    const dUh = new Flat(Uh.rows, Uh.cols);
    const dbh = new Flat(1, Uh.cols);
    const dx: Flat[] = [];
    let carried = new Flat(dh.length, Uh.cols);
    for (let t = x.length - 1; t >= 0; t--) {
      const dz = carried.add(arriving[t]).map((value, i) => value * slope(z[t].data[i]));
      dWh.addOuter(x[t], dz);
      dUh.addOuter(h[t], dz);
      dbh.addRow(dz.columnSums());
      dx.unshift(dz.timesTransposed(Wh));
      carried = dz.timesTransposed(Uh);
    }
    return { X: sequence(dx), h0: carried.toRows(), Wh: dWh.toRows(), Uh: dUh.toRows(), bh: dbh.row(0) };
  }
}
