import * as fc from "fast-check";
import { expect, test } from "vitest";
import { compare } from "../gradients/tolerance.js";
import type { Linear } from "../nn/linear.js";
import { causalMask } from "../nn/masks.js";
import { Random } from "../random/random.js";
import type { Tensor } from "../tensor/tensor.js";
import {
  type AttentionCache,
  type AttentionParams,
  backward,
  forward,
  PROJECTIONS,
} from "./multi-head-attention.js";
import {
  drawMultiHead,
  drawMultiHeadSizes,
  extremeMultiHead,
  type MultiHeadInputs,
} from "./multi-head-inputs.js";

const run = ({ params, numHeads, x, mask }: MultiHeadInputs): AttentionCache =>
  forward(params, numHeads, x, mask);
/** The largest difference, relative to the largest expected entry. */
const apart = (got: Tensor, expected: Tensor): number => got.minus(expected).maxAbs() / expected.maxAbs();
const range = (length: number): number[] => Array.from({ length }, (_, i) => i);

/** Says it of layers whose heads divide the model dimension and of others. */
function forLayers(law: (inputs: MultiHeadInputs, random: Random) => void): void {
  const property = fc.property(fc.integer(), fc.boolean(), (seed, uneven) => {
    const random = new Random(seed);
    law(drawMultiHead(random, drawMultiHeadSizes(random, uneven)), random);
  });
  fc.assert(property, { numRuns: 30, seed: 1 });
}

/** The examples of `x (N, T, E)`, with their tokens in the order that `tokens` gives. */
function takeTokens(x: Tensor, tokens: readonly number[], examples = range(x.rows)): Tensor {
  const [, T = 0, E = 0] = x.shape;
  const rows = examples.flatMap((n) => tokens.map((t) => n * T + t));
  return x
    .reshape([x.data.length / E, E])
    .takeRows(rows)
    .reshape([examples.length, tokens.length, E]);
}

const rowsOf = ({ weight, bias }: Linear, rows: readonly number[]): Linear => ({
  weight: weight.takeRows(rows),
  bias: bias.reshape([bias.rows, 1]).takeRows(rows).reshape([rows.length]),
});
const columnsOf = ({ weight, bias }: Linear, columns: readonly number[]): Linear => ({
  weight: weight.transpose().takeRows(columns).transpose(),
  bias,
});

test("reordering the tokens reorders the output, and no example sees another", () => {
  forLayers((inputs, random) => {
    const { output } = run(inputs);
    const tokens = random.shuffle(range(inputs.x.shape[1] ?? 0));
    expect(
      apart(run({ ...inputs, x: takeTokens(inputs.x, tokens) }).output, takeTokens(output, tokens)),
    ).toBeLessThan(1e-13);
    const alone = takeTokens(inputs.x, range(tokens.length), [1]);
    expect(
      apart(run({ ...inputs, x: alone }).output, takeTokens(output, range(tokens.length), [1])),
    ).toBeLessThan(1e-13);
  });
});

test("under a causal mask an output does not change with later tokens", () => {
  forLayers((inputs, random) => {
    const [N = 0, T = 0, E = 0] = inputs.x.shape;
    const mask = causalMask(T);
    const later = inputs.x.map((value, offset) => (Math.floor(offset / E) % T < 2 ? value : random.normal()));
    const [before, after] = [run({ ...inputs, mask }), run({ ...inputs, mask, x: later })];
    expect(takeTokens(after.output, [0, 1])).toEqual(takeTokens(before.output, [0, 1]));
    expect(compare(after.output, before.output).tier).toBe("fail");
    expect(before.output.shape).toEqual([N, T, E]);
  });
});

test("equal tokens have equal outputs, doubled tokens the same ones, and a single token passes its value", () => {
  forLayers((inputs) => {
    const T = inputs.x.shape[1] ?? 0;
    const first = takeTokens(inputs.x, [0]);
    const { valueProj, outProj } = inputs.params;
    const rows = first.reshape([first.rows, first.columns]);
    const value = rows.matmul(valueProj.weight.transpose()).addRow(valueProj.bias);
    const passed = value.matmul(outProj.weight.transpose()).addRow(outProj.bias).reshape(first.shape);
    expect(apart(run({ ...inputs, x: first }).output, passed)).toBeLessThan(1e-13);
    const alike = takeTokens(inputs.x, range(T).fill(0));
    expect(apart(run({ ...inputs, x: alike }).output, takeTokens(passed, range(T).fill(0)))).toBeLessThan(
      1e-13,
    );
    const doubled = takeTokens(inputs.x, [...range(T), ...range(T)]);
    expect(
      apart(takeTokens(run({ ...inputs, x: doubled }).output, range(T)), run(inputs).output),
    ).toBeLessThan(1e-13);
  });
});

test("the order of the heads does not matter, if outProj follows", () => {
  forLayers((inputs, random) => {
    const P = Math.floor(inputs.x.columns / inputs.numHeads);
    const features = random.shuffle(range(inputs.numHeads)).flatMap((s) => range(P).map((p) => s * P + p));
    const { queryProj, keyProj, valueProj, outProj } = inputs.params;
    const params = {
      queryProj: rowsOf(queryProj, features),
      keyProj: rowsOf(keyProj, features),
      valueProj: rowsOf(valueProj, features),
      outProj: columnsOf(outProj, features),
    };
    expect(apart(run({ ...inputs, params }).output, run(inputs).output)).toBeLessThan(1e-13);
  });
});

test("larger queries and keys that are smaller by as much give the same", () => {
  forLayers((inputs) => {
    const scaled = ({ weight, bias }: Linear, by: number): Linear => ({
      weight: weight.scale(by),
      bias: bias.scale(by),
    });
    const { queryProj, keyProj } = inputs.params;
    const params = { ...inputs.params, queryProj: scaled(queryProj, 4), keyProj: scaled(keyProj, 0.25) };
    expect(apart(run({ ...inputs, params }).output, run(inputs).output)).toBeLessThan(1e-13);
  });
});

test("the output is linear in values and in outProj", () => {
  forLayers((inputs, random) => {
    const other = drawMultiHead(random, { N: 1, T: 1, E: inputs.x.columns, S: inputs.numHeads }).params;
    for (const name of ["valueProj", "outProj"] as const) {
      const [a, b] = [inputs.params[name], other[name]];
      const sum = { weight: a.weight.plus(b.weight), bias: a.bias.plus(b.bias) };
      const none = { weight: a.weight.scale(0), bias: a.bias.scale(0) };
      const output = (layer: Linear): Tensor =>
        run({ ...inputs, params: { ...inputs.params, [name]: layer } }).output;
      expect(apart(output(sum).plus(output(none)), output(a).plus(output(b)))).toBeLessThan(1e-13);
    }
  });
});

test("a key bias changes nothing, and its gradient is 0 up to rounding", () => {
  forLayers((inputs, random) => {
    const { keyProj } = inputs.params;
    const moved = { ...keyProj, bias: random.normalTensor(keyProj.bias.shape) };
    const params: AttentionParams = { ...inputs.params, keyProj: moved };
    expect(apart(run({ ...inputs, params }).output, run(inputs).output)).toBeLessThan(1e-13);
    const grads = backward(inputs.params, inputs.dOutput, run(inputs));
    expect(grads.keyProj.bias.maxAbs()).toBeLessThan(1e-13 * grads.queryProj.weight.maxAbs());
  });
});

test("backward is linear in what arrives, and leaves the cache and the parameters as they were", () => {
  forLayers((inputs, random) => {
    const cache = run(inputs);
    const before = JSON.stringify([inputs, cache]);
    const dOther = random.normalTensor(inputs.dOutput.shape);
    const [a, b, sum] = [inputs.dOutput, dOther, inputs.dOutput.plus(dOther)].map((d) => backward(inputs.params, d, cache)); // prettier-ignore
    expect(apart(sum!.x, a!.x.plus(b!.x))).toBeLessThan(1e-13);
    for (const name of PROJECTIONS)
      expect(apart(sum![name].weight, a![name].weight.plus(b![name].weight))).toBeLessThan(1e-13);
    expect(JSON.stringify([inputs, cache])).toBe(before);
  });
});

test("scaled scores of ±1000 inside the layer give finite, shared weights", () => {
  const { output, weights, Q, K } = run(extremeMultiHead());
  expect([...output.data, ...weights.data].every(Number.isFinite)).toBe(true);
  expect(Q.data.every((query) => Math.abs(query) > 37.9)).toBe(true);
  expect(K.data.every((key) => Math.abs(key) > 22.9 && Math.abs(key) <= 25)).toBe(true);
  expect(weights.data.filter((weight) => weight > 0.05 && weight < 0.8).length).toBeGreaterThan(20);
});
