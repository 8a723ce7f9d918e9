import { describe, expect, test } from "vitest";
import { Random } from "../random/random.js";
import { sequenceOf, stepAt } from "../tensor/steps.js";
import { Tensor } from "../tensor/tensor.js";
import { backward, forward, initialize, PARAM_NAMES, step, type RnnParams } from "./rnn.js";

const random = new Random("rnn");
const params: RnnParams = {
  Wh: random.normalTensor([2, 3]),
  Uh: random.normalTensor([3, 3]),
  bh: random.normalTensor([3]),
};
const X = random.normalTensor([2, 4, 2]);
const h0 = random.normalTensor([2, 3]);

test("one unit steps as it does on paper", () => {
  const tiny = { Wh: Tensor.fromRows([[2]]), Uh: Tensor.fromRows([[-1]]), bh: Tensor.vector([0.5]) };
  const h = step(tiny, Tensor.fromRows([[3]]), Tensor.fromRows([[4]]));
  expect(h.toRows()).toEqual([[Math.tanh(2.5)]]);
});

test("a sequence is its steps", () => {
  const { h } = forward(params, X, h0);
  const first = step(params, stepAt(X, 0), h0);
  expect(stepAt(h, 0)).toEqual(first);
  expect(stepAt(h, 1)).toEqual(step(params, stepAt(X, 1), first));
  expect(h.shape).toEqual([2, 4, 3]);
});

test("without biases it is odd", () => {
  const odd = { ...params, bh: Tensor.zeros([3]) };
  const { h } = forward(odd, X, h0);
  expect(forward(odd, X.scale(-1), h0.scale(-1)).h.plus(h).maxAbs()).toBe(0);
});

test("without recurrent weights every step is a layer of its own, and no gradient goes back", () => {
  const apart = { ...params, Uh: Tensor.zeros([3, 3]) };
  const cache = forward(apart, X, h0);
  for (let t = 0; t < 4; t++) {
    const layer = stepAt(X, t).matmul(params.Wh).addRow(params.bh).map(Math.tanh);
    expect(stepAt(cache.h, t).minus(layer).maxAbs()).toBeLessThan(1e-15);
  }
  const dh = sequenceOf([0, 0, 0, 1].map((size) => random.normalTensor([2, 3], size)));
  const d = backward(apart, dh, cache);
  expect([d.h0.maxAbs(), stepAt(d.X, 2).maxAbs()]).toEqual([0, 0]);
  expect(stepAt(d.X, 3).maxAbs()).toBeGreaterThan(0.01);
});

describe("the gradient over time", () => {
  /** A rotation, all of whose singular values are 1, times `factor`. */
  const rotation = (factor: number): Tensor =>
    Tensor.fromRows([
      [Math.cos(1), Math.sin(1), 0],
      [-Math.sin(1), Math.cos(1), 0],
      [0, 0, 1],
    ]).scale(factor);
  const T = 12;
  /** `‖dh0‖` for a gradient of length 1 at the last step. */
  const reaching = (factor: number, state: Tensor): number => {
    const still = { Wh: Tensor.zeros([2, 3]), Uh: rotation(factor), bh: Tensor.zeros([3]) };
    const cache = forward(still, Tensor.zeros([1, T, 2]), state);
    const dh = sequenceOf(
      Array.from({ length: T }, (_, t) => Tensor.of([1, 3], t === T - 1 ? [0.6, 0, 0.8] : [0, 0, 0])),
    );
    const d = backward(still, dh, cache).h0;
    return Math.sqrt(d.times(d).sum());
  };

  test.each([0.5, 1.5])(
    "is the power of the weights, %d, at states of 0, where the cell is linear",
    (factor) => {
      expect(reaching(factor, Tensor.zeros([1, 3])) / factor ** T).toBeCloseTo(1, 12);
    },
  );

  test("is below the power of the largest singular value elsewhere", () => {
    expect(reaching(0.9, Tensor.of([1, 3], [0.5, -1, 2]))).toBeLessThan(0.9 ** T);
  });

  test("is the product of the Jacobians", () => {
    const cache = forward(params, X, h0);
    const last = random.normalTensor([2, 3]);
    let expected = last;
    for (const t of [3, 2, 1, 0]) {
      const slope = stepAt(cache.h, t).map((h) => 1 - h ** 2);
      expected = expected.times(slope).matmul(params.Uh.transpose());
    }
    const dh = sequenceOf([0, 0, 0, 1].map((size) => last.scale(size)));
    expect(backward(params, dh, cache).h0.minus(expected).maxAbs()).toBeLessThan(1e-14);
  });
});

test("fresh parameters have their names, shapes, and zero biases", () => {
  const fresh = initialize(new Random(1), 2, 3);
  expect(Object.keys(fresh)).toEqual([...PARAM_NAMES]);
  expect([fresh.Wh.shape, fresh.Uh.shape, fresh.bh.shape]).toEqual([[2, 3], [3, 3], [3]]);
  expect([fresh.bh.maxAbs(), fresh.Wh.maxAbs() > 0, fresh.Uh.maxAbs() > 0]).toEqual([0, true, true]);
});
