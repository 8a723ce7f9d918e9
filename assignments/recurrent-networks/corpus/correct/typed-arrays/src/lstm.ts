import { Flat, sequence, sigmoid, steps, uniform, type Rows, type Sequence } from "./flat";

const GATES = ["i", "f", "g", "o"] as const;
type Gate = (typeof GATES)[number];
type Gates = Record<Gate, Flat>;
type Cache = { x: Flat[]; h: Flat[]; c: Flat[]; gates: Gates[] };
type Params = Record<`W${Gate}` | `U${Gate}`, Rows> & Record<`b${Gate}`, ArrayLike<number>>;

export class LSTM {
  params: Params;

  constructor(D: number, H: number) {
    const params: Record<string, unknown> = {};
    for (const gate of GATES) {
      params[`W${gate}`] = uniform(D, H);
      params[`U${gate}`] = uniform(H, H);
      params[`b${gate}`] = uniform(1, H)[0];
    }
    this.params = params as Params;
  }

  private gates(x: Flat, h: Flat): Gates {
    const gate = (name: Gate, activation: (z: number) => number): Flat =>
      x
        .times(Flat.of(this.params[`W${name}`]))
        .add(h.times(Flat.of(this.params[`U${name}`])))
        .addRow(this.params[`b${name}`])
        .map(activation);
    return { i: gate("i", sigmoid), f: gate("f", sigmoid), g: gate("g", Math.tanh), o: gate("o", sigmoid) };
  }

  private next({ i, f, g, o }: Gates, c: Flat): { h: Flat; c: Flat } {
    const cell = c.map((value, at) => f.data[at] * value + i.data[at] * g.data[at]);
    return { h: cell.map((value, at) => o.data[at] * Math.tanh(value)), c: cell };
  }

  step(x: Rows, h: Rows, c: Rows): { h: Float64Array[]; c: Float64Array[] } {
    const next = this.next(this.gates(Flat.of(x), Flat.of(h)), Flat.of(c));
    return { h: next.h.toRows(), c: next.c.toRows() };
  }

  forward(X: Sequence, h0?: Rows, c0?: Rows): { h: Float64Array[][]; c: Float64Array[][]; cache: Cache } {
    const H = this.params.bi.length;
    const x = steps(X);
    const h = [h0 ? Flat.of(h0) : new Flat(X.length, H)];
    const c = [c0 ? Flat.of(c0) : new Flat(X.length, H)];
    const gates: Gates[] = [];
    x.forEach((frame, t) => {
      gates.push(this.gates(frame, h[t]));
      const next = this.next(gates[t], c[t]);
      h.push(next.h);
      c.push(next.c);
    });
    return { h: sequence(h.slice(1)), c: sequence(c.slice(1)), cache: { x, h, c, gates } };
  }

  backward(dh: Sequence, { x, h, c, gates }: Cache): Record<string, unknown> {
    const [N, D, H] = [dh.length, x[0].cols, h[0].cols];
    const arriving = steps(dh);
    const grads: Record<string, Flat> = {};
    for (const gate of GATES) {
      grads[`W${gate}`] = new Flat(D, H);
      grads[`U${gate}`] = new Flat(H, H);
      grads[`b${gate}`] = new Flat(1, H);
    }
    const dx: Flat[] = [];
    let dhNext = new Flat(N, H);
    let dcNext = new Flat(N, H);
    for (let t = x.length - 1; t >= 0; t--) {
      const { i, f, g, o } = gates[t];
      const dState = dhNext.add(arriving[t]);
      const tanhC = c[t + 1].map(Math.tanh);
      const dc = dcNext.map((value, at) => value + dState.data[at] * o.data[at] * (1 - tanhC.data[at] ** 2));
      const dz: Gates = {
        i: dc.map((value, at) => value * g.data[at] * i.data[at] * (1 - i.data[at])),
        f: dc.map((value, at) => value * c[t].data[at] * f.data[at] * (1 - f.data[at])),
        g: dc.map((value, at) => value * i.data[at] * (1 - g.data[at] ** 2)),
        o: dState.map((value, at) => value * tanhC.data[at] * o.data[at] * (1 - o.data[at])),
      };
      const dxHere = new Flat(N, D);
      dhNext = new Flat(N, H);
      for (const gate of GATES) {
        grads[`W${gate}`].addOuter(x[t], dz[gate]);
        grads[`U${gate}`].addOuter(h[t], dz[gate]);
        grads[`b${gate}`].addRow(dz[gate].columnSums());
        dxHere.add(dz[gate].timesTransposed(Flat.of(this.params[`W${gate}`])));
        dhNext.add(dz[gate].timesTransposed(Flat.of(this.params[`U${gate}`])));
      }
      dx.unshift(dxHere);
      dcNext = dc.map((value, at) => value * f.data[at]);
    }
    const named = Object.entries(grads).map(([name, grad]) => [
      name,
      name.startsWith("b") ? grad.row(0) : grad.toRows(),
    ]);
    return { ...Object.fromEntries(named), X: sequence(dx), h0: dhNext.toRows(), c0: dcNext.toRows() };
  }
}
