// A small reverse-mode automatic differentiation: every step builds a graph of matrices, nobody derived a formula by hand.
// Unusual: the cache is the graph itself, and backward walks it from all outputs at once, whatever the network is.

import { Node } from "./node";

type Matrix = number[][];
type Params = Record<string, any>;
type Leaves = Record<string, Node>;
type State = Record<string, Node>;

interface Graph {
  leaves: Leaves;
  inputs: Node[];
  start: State;
  outputs: Node[];
}

abstract class Network {
  params: Params;

  constructor(D: number, H: number, gates: string) {
    const uniform = (rows: number) =>
      Array.from({ length: rows }, () =>
        Array.from({ length: H }, () => (2 * Math.random() - 1) / Math.sqrt(H)),
      );
    this.params = {};
    for (const gate of gates) {
      this.params["W" + gate] = uniform(D);
      this.params["U" + gate] = uniform(H);
      this.params["b" + gate] = uniform(1)[0];
    }
  }

  abstract advance(leaves: Leaves, x: Node, state: State): State;

  leaves(): Leaves {
    const entries = Object.entries(this.params).map(([name, value]) => [
      name,
      Node.leaf(typeof value[0] === "number" ? [value] : value),
    ]);
    return Object.fromEntries(entries);
  }

  unroll(X: Matrix[], given: Record<string, Matrix | undefined>): { states: State[]; graph: Graph } {
    const leaves = this.leaves();
    const H = Object.entries(leaves).find(([name]) => name.startsWith("U"))![1].value.length;
    const start: State = {};
    for (const [name, value] of Object.entries(given)) {
      start[name] = Node.leaf(value ?? X.map(() => new Array<number>(H).fill(0)));
    }
    const inputs = X[0].map((_, t) => Node.leaf(X.map((rows) => rows[t])));
    const states: State[] = [];
    for (const x of inputs) states.push(this.advance(leaves, x, states.at(-1) ?? start));
    return { states, graph: { leaves, inputs, start, outputs: states.map((state) => state["h"]) } };
  }

  backward(dh: Matrix[], { leaves, inputs, start, outputs }: Graph): Params {
    const seeds = new Map(outputs.map((node, t) => [node, dh.map((rows) => rows[t])]));
    const grads = Node.backward(seeds);
    const result: Params = {};
    for (const [name, leaf] of Object.entries(leaves)) {
      const grad = grads.get(leaf)!;
      result[name] = name.startsWith("W") || name.startsWith("U") ? grad : grad[0];
    }
    for (const [name, leaf] of Object.entries(start)) result[name + "0"] = grads.get(leaf);
    result["X"] = dh.map((_, n) => inputs.map((x) => grads.get(x)![n]));
    return result;
  }
}

/** x·W + h·U + b of one gate. */
const gate = (p: Leaves, name: string, x: Node, h: Node): Node =>
  x
    .matmul(p["W" + name])
    .add(h.matmul(p["U" + name]))
    .add(p["b" + name]);

const overTime = (states: State[], name: string): Matrix[] =>
  states[0][name].value.map((_, n) => states.map((state) => state[name].value[n]));

export class RNN extends Network {
  constructor(inputDim: number, hiddenDim: number) {
    super(inputDim, hiddenDim, "h");
  }

  advance(p: Leaves, x: Node, { h }: State): State {
    return { h: gate(p, "h", x, h).tanh() };
  }

  step(x: Matrix, h: Matrix): Matrix {
    return this.advance(this.leaves(), Node.leaf(x), { h: Node.leaf(h) })["h"].value;
  }

  forward(X: Matrix[], h0?: Matrix) {
    const { states, graph } = this.unroll(X, { h: h0 });
    return { h: overTime(states, "h"), cache: graph };
  }
}

export class LSTM extends Network {
  constructor(inputDim: number, hiddenDim: number) {
    super(inputDim, hiddenDim, "ifgo");
  }

  advance(p: Leaves, x: Node, { h, c }: State): State {
    const kept = gate(p, "f", x, h).sigmoid().times(c);
    const added = gate(p, "i", x, h)
      .sigmoid()
      .times(gate(p, "g", x, h).tanh());
    const cell = kept.add(added);
    return { h: gate(p, "o", x, h).sigmoid().times(cell.tanh()), c: cell };
  }

  step(x: Matrix, h: Matrix, c: Matrix): { h: Matrix; c: Matrix } {
    const next = this.advance(this.leaves(), Node.leaf(x), { h: Node.leaf(h), c: Node.leaf(c) });
    return { h: next["h"].value, c: next["c"].value };
  }

  forward(X: Matrix[], h0?: Matrix, c0?: Matrix) {
    const { states, graph } = this.unroll(X, { h: h0, c: c0 });
    return { h: overTime(states, "h"), c: overTime(states, "c"), cache: graph };
  }
}

export class GRU extends Network {
  constructor(inputDim: number, hiddenDim: number) {
    super(inputDim, hiddenDim, "rzn");
    this.params["cn"] = Array.from({ length: hiddenDim }, () => Math.random() - 0.5);
  }

  advance(p: Leaves, x: Node, { h }: State): State {
    const r = gate(p, "r", x, h).sigmoid();
    const z = gate(p, "z", x, h).sigmoid();
    const fromState = h.matmul(p["Un"]).add(p["cn"]);
    const n = x.matmul(p["Wn"]).add(p["bn"]).add(r.times(fromState)).tanh();
    return { h: z.oneMinus().times(n).add(z.times(h)) };
  }

  step(x: Matrix, h: Matrix): Matrix {
    return this.advance(this.leaves(), Node.leaf(x), { h: Node.leaf(h) })["h"].value;
  }

  forward(X: Matrix[], h0?: Matrix) {
    const { states, graph } = this.unroll(X, { h: h0 });
    return { h: overTime(states, "h"), cache: graph };
  }
}

export function clipGradients(grads: Params, maxNorm: number): Params {
  const leaves = Object.entries(grads).map(([name, value]) => ({ name, flat: [value].flat(3) as number[] }));
  const norm = Math.sqrt(leaves.reduce((sum, { flat }) => flat.reduce((s, g) => s + g * g, sum), 0));
  const factor = norm > maxNorm ? maxNorm / norm : 1;
  const clipped = structuredClone(grads);
  for (const value of Object.values(clipped)) {
    const rows: number[][] = typeof value[0] === "number" ? [value] : value;
    for (const row of rows) row.forEach((g, i) => (row[i] = g * factor));
  }
  return clipped;
}
