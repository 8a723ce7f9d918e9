import { expect, test } from "vitest";
import { Random } from "../random/random.js";
import { Tensor } from "../tensor/tensor.js";
import { clipGradients, globalNorm } from "./clip-gradients.js";

const grads = { W: Tensor.fromRows([[3, 0], [0, 4]]), b: Tensor.vector([12]) }; // prettier-ignore

test("the norm is over all entries of all arrays", () => {
  expect(globalNorm(grads)).toBe(13);
});

test("above maxNorm every entry is scaled by the same factor", () => {
  const clipped = clipGradients(grads, 6.5);
  expect(clipped.W.toRows()).toEqual([[1.5, 0], [0, 2]]); // prettier-ignore
  expect([...clipped.b.data]).toEqual([6]);
});

test("up to maxNorm nothing changes", () => {
  expect(clipGradients(grads, 13)).toEqual(grads);
  expect(clipGradients(grads, 1e9)).toEqual(grads);
  expect(clipGradients({ W: Tensor.zeros([2, 2]) }, 1).W.maxAbs()).toBe(0);
});

test("what comes out has at most that norm, and clipping it again changes no more than rounding", () => {
  const random = new Random(1);
  for (let run = 0; run < 50; run++) {
    const drawn = {
      W: random.normalTensor([4, 3]),
      U: random.normalTensor([5]),
      b: random.normalTensor([1]),
    };
    const clipped = clipGradients(drawn, random.uniform(0.1, 3));
    const norm = Math.min(globalNorm(drawn), globalNorm(clipped));
    const again = clipGradients(clipped, norm * (1 + 1e-15));
    expect(again.W.minus(clipped.W).maxAbs()).toBeLessThan(1e-14);
  }
});
