import { expect, test } from "vitest";
import { Random } from "../../reference/random/random.js";
import type { Tensor } from "../../reference/tensor/tensor.js";
import { GRU, largestEntry, LSTM, named, RNN, startsOf } from "./cell.js";
import { lstmFlow, openFlow, rnnFlow } from "./flow-problems.js";
import { rightFlow } from "./gradient-flow.js";
import { orthogonal } from "./orthogonal.js";

const SEEDS = Array.from({ length: 20 }, (_, seed) => seed);

function norm(tensor: Tensor): number {
  return Math.sqrt(tensor.times(tensor).sum());
}

test("an orthogonal matrix changes no length", () => {
  for (const seed of SEEDS) {
    const Q = orthogonal(new Random(seed), 5);
    const product = Q.matmul(Q.transpose());
    const off = product.map((value, at) => value - (at % 6 === 0 ? 1 : 0));
    expect(off.maxAbs()).toBeLessThan(1e-12);
  }
});

test.each([0.7, 1.3])("with Uh = %s Q every step back multiplies the gradient by that", (size) => {
  for (const seed of SEEDS) {
    const problem = rnnFlow(new Random(seed), size);
    const reached = norm(named(problem.cell.run(problem).gradients, "h0")) / norm(problem.dh);
    expect(reached / size ** problem.sizes.T).toBeCloseTo(1, 3);
  }
});

test("through an open forget gate the gradient arrives, where that of a plain network has vanished", () => {
  for (const seed of SEEDS) {
    expect(Math.min(...rightFlow(lstmFlow(new Random(seed))))).toBeGreaterThan(0.3);
    expect(rightFlow(rnnFlow(new Random(seed), 0.7))[0]).toBeLessThan(0.02);
  }
});

test.each([RNN, LSTM, GRU])(
  "through an open flow of a $name, the gradient comes back from far away",
  (cell) => {
    for (const seed of SEEDS) {
      const problem = openFlow(new Random(seed), cell, { N: 2, T: 40, D: 2, H: 3 });
      const { gradients } = cell.run(problem);
      const largest = largestEntry(gradients);
      const reached = Math.max(...startsOf(cell).map((name) => named(gradients, name).maxAbs()));
      // Tolerances are relative to a hundredth of the largest gradient.
      expect(reached / largest).toBeGreaterThan(0.01);
    }
  },
);
