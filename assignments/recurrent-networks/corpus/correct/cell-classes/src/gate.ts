import type { Weights } from "./recurrent-layer";
import type { Vector } from "./types";

export enum Squash {
  Sigmoid = "sigmoid",
  Tanh = "tanh",
}

const squash = {
  [Squash.Sigmoid]: (z: number) => (z < 0 ? Math.exp(z) / (1 + Math.exp(z)) : 1 / (1 + Math.exp(-z))),
  [Squash.Tanh]: Math.tanh,
};

const slope = {
  [Squash.Sigmoid]: (y: number) => y * (1 - y),
  [Squash.Tanh]: (y: number) => (1 - y) * (1 + y),
};

/** squash(x·W + h·U + b) of one example. */
export class Gate {
  readonly value: Vector;

  constructor(
    private readonly weights: Weights,
    private readonly name: string,
    private readonly kind: Squash,
    private readonly x: Vector,
    private readonly h: Vector,
  ) {
    const [fromX, fromH] = [weights.map("W" + name).apply(x), weights.map("U" + name).apply(h)];
    this.value = weights.bias("b" + name).map((b, j) => squash[kind](fromX[j] + fromH[j] + b));
  }

  back(d: Vector): { dx: Vector; dh: Vector } {
    const dz = d.map((value, j) => value * slope[this.kind](this.value[j]));
    this.weights.addBias("b" + this.name, dz);
    return {
      dx: this.weights.map("W" + this.name).pull(this.x, dz),
      dh: this.weights.map("U" + this.name).pull(this.h, dz),
    };
  }
}

export function total(...vectors: Vector[]): Vector {
  return vectors[0].map((_, j) => vectors.reduce((sum, v) => sum + v[j], 0));
}
