import { Gate, Squash } from "../gate";
import { RecurrentLayer, type Cache, type Weights } from "../recurrent-layer.js";
import type { Matrix, Sequence, State, Tape, Vector } from "../types";

export class RNN extends RecurrentLayer {
  protected readonly stateSize = 1;

  constructor(inputDim: number, hiddenDim: number) {
    super(inputDim, hiddenDim, "h");
  }

  protected advance(weights: Weights, x: Vector, [h]: State): Tape {
    const gate = new Gate(weights, "h", Squash.Tanh, x, h);
    return {
      next: [gate.value],
      back([d]) {
        const { dx, dh } = gate.back(d);
        return { dx, dState: [dh] };
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
