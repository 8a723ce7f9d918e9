/** A number that remembers what it was computed from, and its slope with respect to each of that. */
export class Value {
  constructor(
    readonly data: number,
    readonly from: readonly Value[] = [],
    readonly slopes: readonly number[] = [],
  ) {}

  plus(other: Value): Value {
    return new Value(this.data + other.data, [this, other], [1, 1]);
  }

  times(other: Value): Value {
    return new Value(this.data * other.data, [this, other], [other.data, this.data]);
  }

  over(other: Value): Value {
    return new Value(
      this.data / other.data,
      [this, other],
      [1 / other.data, -this.data / (other.data * other.data)],
    );
  }

  /** e^(this − shift), where the shift is taken for a constant: the softmax does not depend on it. */
  exp(shift: number): Value {
    const power = Math.exp(this.data - shift);
    return new Value(power, [this], [power]);
  }
}

/** The constant 0, which takes part in no gradient. */
export const NOTHING = new Value(0);

/** Σ values, in one node. */
export function sum(values: readonly Value[]): Value {
  return new Value(
    values.reduce((total, { data }) => total + data, 0),
    values,
    values.map(() => 1),
  );
}

/** Σ a·b, in one node. */
export function dot(a: readonly Value[], b: readonly Value[]): Value {
  return new Value(
    a.reduce((total, { data }, i) => total + data * b[i].data, 0),
    [...a, ...b],
    [...b.map(({ data }) => data), ...a.map(({ data }) => data)],
  );
}

/** How much Σ seed·root changes with every value that the roots were computed from. */
export function slopes(roots: readonly Value[], seeds: readonly number[]): Map<Value, number> {
  const order: Value[] = [];
  const seen = new Set<Value>();
  const visit = (value: Value): void => {
    if (seen.has(value)) return;
    seen.add(value);
    for (const parent of value.from) visit(parent);
    order.push(value);
  };
  for (const root of roots) visit(root);
  const table = new Map<Value, number>();
  const add = (value: Value, slope: number): void => {
    table.set(value, (table.get(value) ?? 0) + slope);
  };
  roots.forEach((root, i) => add(root, seeds[i]));
  for (let i = order.length - 1; i >= 0; i--) {
    const value = order[i];
    const arriving = table.get(value) ?? 0;
    value.from.forEach((parent, k) => add(parent, arriving * value.slopes[k]));
  }
  return table;
}
