import { Gate, Squash, total } from "../gate.ts";
import { RecurrentLayer, type Cache, type Weights } from "../recurrent-layer";
import type { Matrix, Sequence, State, Tape, Vector } from "../types.ts";

export class LSTM extends RecurrentLayer {
  protected readonly stateSize = 2;

  constructor(inputDim: number, hiddenDim: number) {
    super(inputDim, hiddenDim, "ifgo");
  }

  protected advance(weights: Weights, x: Vector, [h, c]: State): Tape {
    const [i, f, o] = ["i", "f", "o"].map((name) => new Gate(weights, name, Squash.Sigmoid, x, h));
    const g = new Gate(weights, "g", Squash.Tanh, x, h);
    const cell = c.map((before, j) => f.value[j] * before + i.value[j] * g.value[j]);
    const shown = cell.map(Math.tanh);
    return {
      next: [shown.map((value, j) => o.value[j] * value), cell],
      back([dh, dcLater]) {
        const dc = dcLater.map((later, j) => later + dh[j] * o.value[j] * (1 - shown[j] ** 2));
        const parts = [
          i.back(dc.map((d, j) => d * g.value[j])),
          f.back(dc.map((d, j) => d * c[j])),
          g.back(dc.map((d, j) => d * i.value[j])),
          o.back(dh.map((d, j) => d * shown[j])),
        ];
        return {
          dx: total(...parts.map(({ dx }) => dx)),
          dState: [total(...parts.map((part) => part.dh)), dc.map((d, j) => d * f.value[j])],
        };
      },
    };
  }

  step(x: Matrix, h: Matrix, c: Matrix): { h: Matrix; c: Matrix } {
    const [hNext, cNext] = this.stepStates(x, h, c);
    return { h: hNext, c: cNext };
  }

  forward(X: Sequence, h0?: Matrix, c0?: Matrix): { h: Sequence; c: Sequence; cache: Cache } {
    const { states, cache } = this.run(X, h0, c0);
    return { h: states[0], c: states[1], cache };
  }
}
