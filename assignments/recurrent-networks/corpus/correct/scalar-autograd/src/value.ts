/** One number in a graph of numbers; the graph remembers how each came about. */
export class Value {
  grad = 0;

  constructor(
    readonly data: number,
    private readonly parents: readonly Value[] = [],
    private readonly slopes: readonly number[] = [],
  ) {}

  static constant(value: number): Value {
    return new Value(value);
  }

  plus(other: Value): Value {
    return new Value(this.data + other.data, [this, other], [1, 1]);
  }

  minus(other: Value): Value {
    return new Value(this.data - other.data, [this, other], [1, -1]);
  }

  times(other: Value): Value {
    return new Value(this.data * other.data, [this, other], [other.data, this.data]);
  }

  tanh(): Value {
    const y = Math.tanh(this.data);
    return new Value(y, [this], [1 - y * y]);
  }

  sigmoid(): Value {
    const y =
      this.data < 0 ? Math.exp(this.data) / (1 + Math.exp(this.data)) : 1 / (1 + Math.exp(-this.data));
    return new Value(y, [this], [y * (1 - y)]);
  }

  /** Σ a[i]·b[i] + bias, as one node. */
  static dot(a: Value[], b: Value[], bias: Value): Value {
    let data = bias.data;
    for (let i = 0; i < a.length; i++) data += a[i].data * b[i].data;
    return new Value(data, [...a, ...b, bias], [...b.map((v) => v.data), ...a.map((v) => v.data), 1]);
  }

  /** Sets the grad of everything that the roots depend on: how much Σ root·seed changes with it. */
  static backward(roots: readonly Value[], seeds: readonly number[]): void {
    const order: Value[] = [];
    const seen = new Set<Value>();
    for (const root of roots) {
      const stack: [Value, number][] = [[root, 0]];
      while (stack.length > 0) {
        const top = stack[stack.length - 1];
        const [value, next] = top;
        if (next === 0) {
          if (seen.has(value)) {
            stack.pop();
            continue;
          }
          seen.add(value);
          value.grad = 0;
        }
        if (next < value.parents.length) {
          top[1] += 1;
          stack.push([value.parents[next], 0]);
        } else {
          order.push(value);
          stack.pop();
        }
      }
    }
    roots.forEach((root, k) => (root.grad += seeds[k]));
    for (const value of order.reverse()) {
      value.parents.forEach((parent, k) => (parent.grad += value.grad * value.slopes[k]));
    }
  }
}
