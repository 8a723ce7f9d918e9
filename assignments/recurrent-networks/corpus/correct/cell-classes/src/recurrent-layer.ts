import { LinearMap } from "./linear-map.ts";
import { Direction, type Matrix, type Sequence, type State, type Tape, type Vector } from "./types.js";

export type Params = Record<string, Matrix | Vector>;

/** The parameters of one pass, with room for their gradients. */
export class Weights {
  private readonly maps = new Map<string, LinearMap>();
  private readonly offsets = new Map<string, Vector>();

  constructor(private readonly params: Params) {
    for (const [name, value] of Object.entries(params)) {
      if (Array.isArray(value[0])) this.maps.set(name, new LinearMap(value as Matrix));
      else this.offsets.set(name, value.map(() => 0) as Vector);
    }
  }

  map(name: string): LinearMap {
    return this.maps.get(name)!;
  }

  bias(name: string): Vector {
    return this.params[name] as Vector;
  }

  addBias(name: string, d: Vector): void {
    const sums = this.offsets.get(name)!;
    d.forEach((value, j) => (sums[j] += value));
  }

  get grads(): Params {
    const maps = [...this.maps].map(([name, { grad }]) => [name, grad] as const);
    return Object.fromEntries([...maps, ...this.offsets]);
  }
}

export interface Cache {
  X: Sequence;
  starts: State[];
  weights: Params;
}

export abstract class RecurrentLayer {
  public params: Params;
  protected abstract readonly stateSize: 1 | 2;

  constructor(
    public readonly inputDim: number,
    public readonly hiddenDim: number,
    suffixes: string,
  ) {
    const bound = 1 / Math.sqrt(hiddenDim);
    const uniform = (length: number): Vector => Array.from({ length }, () => (Math.random() * 2 - 1) * bound);
    this.params = {};
    for (const s of suffixes) {
      this.params[`W${s}`] = Array.from({ length: inputDim }, () => uniform(hiddenDim));
      this.params[`U${s}`] = Array.from({ length: hiddenDim }, () => uniform(hiddenDim));
      this.params[`b${s}`] = uniform(hiddenDim);
    }
  }

  /** One step of one example. */
  protected abstract advance(weights: Weights, x: Vector, state: State): Tape;

  protected walk(weights: Weights, xs: Matrix, start: State): Tape[] {
    const tapes: Tape[] = [];
    for (const x of xs) tapes.push(this.advance(weights, x, tapes.at(-1)?.next ?? start));
    return tapes;
  }

  protected stepStates(x: Matrix, ...state: Matrix[]): Matrix[] {
    const weights = new Weights(this.params);
    const next = x.map(
      (row, n) =>
        this.advance(
          weights,
          row,
          state.map((part) => part[n]),
        ).next,
    );
    return state.map((_, k) => next.map((parts) => parts[k]));
  }

  protected run(X: Sequence, ...given: (Matrix | undefined)[]): { states: Sequence[]; cache: Cache } {
    const H = (this.params[Object.keys(this.params).find((name) => name.startsWith("U"))!] as Matrix).length;
    const starts = X.map((_, n) =>
      Array.from({ length: this.stateSize }, (_, k) => given[k]?.[n] ?? new Array<number>(H).fill(0)),
    );
    const weights = new Weights(this.params);
    const tapes = X.map((xs, n) => this.walk(weights, xs, starts[n]));
    const states = Array.from({ length: this.stateSize }, (_, k) =>
      tapes.map((tape) => tape.map(({ next }) => next[k])),
    );
    return { states, cache: { X, starts, weights: this.params } };
  }

  backward(dh: Sequence, { X, starts, weights: params }: Cache): Record<string, unknown> {
    const weights = new Weights(params);
    const dX: Sequence = [];
    const dStarts: State[] = [];
    X.forEach((xs, n) => {
      const tapes = this.walk(weights, xs, starts[n]);
      const dxs: Matrix = [];
      let d = starts[n].map((part) => part.map(() => 0));
      for (let t = tapes.length - 1; t >= 0; t += Direction.Backward) {
        const { dx, dState } = tapes[t].back([d[0].map((value, j) => value + dh[n][t][j]), ...d.slice(1)]);
        dxs[t] = dx;
        d = dState;
      }
      dX.push(dxs);
      dStarts.push(d);
    });
    const initial = ["h0", "c0"].slice(0, this.stateSize);
    const dInitial = initial.map((name, k) => [name, dStarts.map((d) => d[k])]);
    return { X: dX, ...Object.fromEntries(dInitial), ...weights.grads };
  }
}
