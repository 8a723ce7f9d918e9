// Numbers that remember how they were computed, so that any way of writing a network, right or wrong, brings its own
// gradient along.

/** How numbers are computed: with another rounding, or with slopes that are wrong. */
export interface Arithmetic {
  /** The rounding of every value and of every gradient. */
  readonly round: (value: number) => number;
  /** The slope of tanh, from its value. */
  readonly tanhSlope: (value: number) => number;
  /** The slope of the logistic function, from its value. */
  readonly sigmoidSlope: (value: number) => number;
}

/** Float64, and the slopes as they are. */
export const exact: Arithmetic = {
  round: (value) => value,
  tanhSlope: (value) => 1 - value * value,
  sigmoidSlope: (value) => value * (1 - value),
};

/** A number on a tape. */
export class Node {
  gradient = 0;

  constructor(
    readonly tape: Tape,
    readonly value: number,
    readonly parents: readonly (readonly [node: Node, slope: number])[] = [],
  ) {
    tape.nodes.push(this);
  }

  plus(other: Node): Node {
    return this.tape.node(this.value + other.value, [[this, 1], [other, 1]]); // prettier-ignore
  }

  times(other: Node): Node {
    return this.tape.node(this.value * other.value, [[this, other.value], [other, this.value]]); // prettier-ignore
  }

  /** `1 − this`. */
  rest(): Node {
    return this.tape.node(1 - this.value, [[this, -1]]);
  }

  tanh(): Node {
    const value = Math.tanh(this.value);
    return this.tape.node(value, [[this, this.tape.arithmetic.tanhSlope(value)]]);
  }

  sigmoid(): Node {
    const value = 1 / (1 + Math.exp(-this.value));
    return this.tape.node(value, [[this, this.tape.arithmetic.sigmoidSlope(value)]]);
  }

  /** The same number, through which no gradient goes. */
  detached(): Node {
    return this.tape.node(this.value);
  }
}

/** The order in which nodes were made, in which each comes after what it was made of. */
export class Tape {
  readonly nodes: Node[] = [];

  constructor(readonly arithmetic: Arithmetic) {}

  node(value: number, parents: Node["parents"] = []): Node {
    return new Node(this, this.arithmetic.round(value), parents);
  }

  /** Carries the gradients back that were put on some nodes. */
  backward(): void {
    const { round } = this.arithmetic;
    for (const { gradient, parents } of this.nodes.toReversed()) {
      for (const [parent, slope] of parents)
        parent.gradient = round(parent.gradient + round(gradient * slope));
    }
  }
}
