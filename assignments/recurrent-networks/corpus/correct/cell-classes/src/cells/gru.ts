import { Gate, Squash, total } from "../gate.js";
import { RecurrentLayer, type Cache, type Weights } from "../recurrent-layer.ts";
import type { Matrix, Sequence, State, Tape, Vector } from "../types";

export class GRU extends RecurrentLayer {
  protected readonly stateSize = 1;

  constructor(inputDim: number, hiddenDim: number) {
    super(inputDim, hiddenDim, "rzn");
    this.params["cn"] = Array.from({ length: hiddenDim }, () => Math.random() / hiddenDim);
  }

  protected advance(weights: Weights, x: Vector, [h]: State): Tape {
    const r = new Gate(weights, "r", Squash.Sigmoid, x, h);
    const z = new Gate(weights, "z", Squash.Sigmoid, x, h);
    const [Wn, Un] = [weights.map("Wn"), weights.map("Un")];
    const [bn, cn] = [weights.bias("bn"), weights.bias("cn")];
    const m = Un.apply(h).map((value, j) => value + cn[j]);
    const n = Wn.apply(x).map((value, j) => Math.tanh(value + bn[j] + r.value[j] * m[j]));
    return {
      next: [n.map((value, j) => (1 - z.value[j]) * value + z.value[j] * h[j])],
      back([d]) {
        const dz = z.back(d.map((value, j) => value * (h[j] - n[j])));
        const dInner = d.map((value, j) => value * (1 - z.value[j]) * (1 - n[j] ** 2));
        const dr = r.back(dInner.map((value, j) => value * m[j]));
        const dm = dInner.map((value, j) => value * r.value[j]);
        weights.addBias("bn", dInner);
        weights.addBias("cn", dm);
        const kept = d.map((value, j) => value * z.value[j]);
        return {
          dx: total(dz.dx, dr.dx, Wn.pull(x, dInner)),
          dState: [total(kept, dz.dh, dr.dh, Un.pull(h, dm))],
        };
      },
    };
  }

  step(x: Matrix, h: Matrix): Matrix {
    return this.stepStates(x, h)[0];
  }

  forward(X: Sequence, h0?: Matrix): { h: Sequence; cache: Cache } {
    const { states, cache } = this.run(X, h0);
    return { h: states[0], cache };
  }
}
