import { expect, test } from "vitest";
import { Random } from "../random/random.js";
import { Tensor } from "../tensor/tensor.js";
import { Adam } from "./adam.js";

const params = { w: Tensor.vector([1, -2, 3]) };
const grads = { w: Tensor.vector([0.5, -4, 0]) };

test("the first step is lr against the sign of the gradient, whatever its size", () => {
  const { w } = new Adam<"w">({ lr: 0.1 }).step(params, grads);
  [0.9, -1.9, 3].forEach((expected, i) => expect(w.at(i)).toBeCloseTo(expected, 7));
  expect([...params.w.data]).toEqual([1, -2, 3]);
});

test("a constant gradient goes on with steps of lr", () => {
  const adam = new Adam<"w">({ lr: 0.1, epsilon: 0 });
  const one = { w: Tensor.vector([7]) };
  let at = { w: Tensor.vector([0]) };
  for (let t = 0; t < 5; t++) at = adam.step(at, one);
  expect(at.w.at(0)).toBeCloseTo(-0.5, 12);
});

test("the second step is that of the paper's formulas", () => {
  const adam = new Adam<"w">({ lr: 0.1 });
  const first = adam.step({ w: Tensor.vector([0]) }, { w: Tensor.vector([1]) });
  const { w } = adam.step(first, { w: Tensor.vector([-3]) });
  const m = (0.9 * 0.1 + 0.1 * -3) / (1 - 0.9 ** 2);
  const v = (0.999 * 0.001 + 0.001 * 9) / (1 - 0.999 ** 2);
  expect(w.at(0)).toBeCloseTo(first.w.at(0) - (0.1 * m) / (Math.sqrt(v) + 1e-8), 12);
});

test("it finds the bottom of a valley a hundred times steeper one way than the other", () => {
  const adam = new Adam<"w">({ lr: 0.05 });
  let at = { w: new Random(1).normalTensor([2]) };
  for (let t = 0; t < 500; t++) at = adam.step(at, { w: Tensor.vector([100 * at.w.at(0), at.w.at(1)]) });
  expect(at.w.maxAbs()).toBeLessThan(1e-2);
});
