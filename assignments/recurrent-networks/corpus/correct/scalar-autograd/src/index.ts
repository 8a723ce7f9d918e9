// Every single number is an object that remembers how it came about; gradients flow back through the graph of them.
// Unusual: slow and hungry for memory, and backward writes its sums into the cache, after setting them to zero.

import { Value } from "./value";

type Row = Value[];
type Nested = number | Nested[];
type Leaves = any;

/** Numbers become leaves, however deep. */
const leaves = (value: any): Leaves =>
  typeof value === "number" ? Value.constant(value) : value.map(leaves);
const data = (value: any): any => (value instanceof Value ? value.data : value.map(data));
const grads = (value: any): any => (value instanceof Value ? value.grad : value.map(grads));
const column = (M: Row[], j: number): Row => M.map((row) => row[j]);
const uniform = (...sizes: number[]): any =>
  sizes.length === 0
    ? Math.random() * 1.2 - 0.6
    : Array.from({ length: sizes[0] }, () => uniform(...sizes.slice(1)));

interface Graph {
  params: Record<string, Leaves>;
  X: Row[][];
  start: Record<string, Row[]>;
  h: Row[][];
  c: Row[][];
}

abstract class Cell {
  params: Record<string, any> = {};

  constructor(
    gates: string[],
    private readonly states: string[],
    D: number,
    H: number,
  ) {
    for (const gate of gates) {
      this.params["W" + gate] = uniform(D, H);
      this.params["U" + gate] = uniform(H, H);
      this.params["b" + gate] = uniform(H);
    }
  }

  /** One example's next state, h first. */
  abstract next(p: Record<string, Leaves>, x: Row, state: Row[]): Row[];

  protected gate(p: Record<string, Leaves>, name: string, x: Row, h: Row): Row {
    return (p["b" + name] as Row).map((bias, j) =>
      Value.dot([...x, ...h], [...column(p["W" + name], j), ...column(p["U" + name], j)], bias),
    );
  }

  protected liveParams(): Record<string, Leaves> {
    return Object.fromEntries(Object.entries(this.params).map(([name, value]) => [name, leaves(value)]));
  }

  protected once(x: number[][], ...state: number[][][]): number[][][] {
    const p = this.liveParams();
    const all = x.map((row, n) => this.next(p, leaves(row), leaves(state.map((part) => part[n]))));
    return state.map((_, s) => all.map((parts) => data(parts[s])));
  }

  protected run(X: number[][][], given: (number[][] | undefined)[]): Graph {
    const params = this.liveParams();
    const H = params[Object.keys(params).find((name) => name.startsWith("b"))!].length;
    const input: Row[][] = leaves(X);
    const graph: Graph = { params, X: input, start: {}, h: [], c: [] };
    this.states.forEach((name, s) => {
      graph.start[name] = leaves(given[s] ?? X.map(() => new Array<number>(H).fill(0)));
    });
    input.forEach((rows, n) => {
      let state = this.states.map((name) => graph.start[name][n]);
      graph.h.push([]);
      graph.c.push([]);
      for (const x of rows) {
        state = this.next(params, x, state);
        graph.h[n].push(state[0]);
        graph.c[n].push(state[1]);
      }
    });
    return graph;
  }

  backward(dh: number[][][], graph: Graph): Record<string, any> {
    Value.backward(graph.h.flat(2), dh.flat(2));
    const result: Record<string, any> = { X: grads(graph.X) };
    for (const [name, value] of Object.entries(graph.params)) result[name] = grads(value);
    for (const [name, value] of Object.entries(graph.start)) result[name + "0"] = grads(value);
    return result;
  }
}

export class RNN extends Cell {
  constructor(D: number, H: number) {
    super(["h"], ["h"], D, H);
  }

  next(p: Record<string, Leaves>, x: Row, [h]: Row[]): Row[] {
    return [this.gate(p, "h", x, h).map((z) => z.tanh())];
  }

  step(x: number[][], h: number[][]): number[][] {
    return this.once(x, h)[0];
  }

  forward(X: number[][][], h0?: number[][]) {
    const cache = this.run(X, [h0]);
    return { h: data(cache.h), cache };
  }
}

export class LSTM extends Cell {
  constructor(D: number, H: number) {
    super(["i", "f", "g", "o"], ["h", "c"], D, H);
  }

  next(p: Record<string, Leaves>, x: Row, [h, c]: Row[]): Row[] {
    const [i, f, g, o] = ["i", "f", "g", "o"].map((name) => this.gate(p, name, x, h));
    const cell = c.map((before, j) => f[j].sigmoid().times(before).plus(i[j].sigmoid().times(g[j].tanh())));
    return [cell.map((value, j) => o[j].sigmoid().times(value.tanh())), cell];
  }

  step(x: number[][], h: number[][], c: number[][]) {
    const [hNext, cNext] = this.once(x, h, c);
    return { h: hNext, c: cNext };
  }

  forward(X: number[][][], h0?: number[][], c0?: number[][]) {
    const cache = this.run(X, [h0, c0]);
    return { h: data(cache.h), c: data(cache.c), cache };
  }
}

export class GRU extends Cell {
  constructor(D: number, H: number) {
    super(["r", "z", "n"], ["h"], D, H);
    this.params["cn"] = uniform(H);
  }

  next(p: Record<string, Leaves>, x: Row, [h]: Row[]): Row[] {
    const r = this.gate(p, "r", x, h).map((z) => z.sigmoid());
    const z = this.gate(p, "z", x, h).map((value) => value.sigmoid());
    return [
      h.map((before, j) => {
        const fromState = Value.dot(h, column(p["Un"], j), p["cn"][j]);
        const fromInput = Value.dot(x, column(p["Wn"], j), p["bn"][j]);
        const n = fromInput.plus(r[j].times(fromState)).tanh();
        return n.plus(z[j].times(before.minus(n))); // (1 − z)·n + z·h
      }),
    ];
  }

  step(x: number[][], h: number[][]): number[][] {
    return this.once(x, h)[0];
  }

  forward(X: number[][][], h0?: number[][]) {
    const cache = this.run(X, [h0]);
    return { h: data(cache.h), cache };
  }
}

export function clipGradients(grads: Record<string, Nested>, maxNorm: number): Record<string, Nested> {
  const numbers = Object.values(grads).flat(3) as number[];
  const norm = numbers.reduce((sum, g) => sum + g * g, 0) ** 0.5;
  const factor = maxNorm / Math.max(norm, maxNorm);
  const scale = (value: Nested): Nested => (typeof value === "number" ? value * factor : value.map(scale));
  return Object.fromEntries(Object.entries(grads).map(([name, grad]) => [name, scale(grad)]));
}
