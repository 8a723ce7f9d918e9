import { expect, test } from "vitest";
import { Random } from "../../reference/random/random.js";
import { stepAt } from "../../reference/tensor/steps.js";
import { GRU, largestEntry, LSTM, named, RNN, startsOf } from "./cell.js";
import { lastOnlyProblem } from "./problem.js";

const SIZES = { N: 2, T: 9, D: 3, H: 4 };

test.each([
  ["RNN", RNN],
  ["LSTM", LSTM],
  ["GRU", GRU],
] as const)("what arrives at the last step of %s is seen at the first, whatever the seed", (_, cell) => {
  for (let seed = 0; seed < 30; seed++) {
    const problem = lastOnlyProblem(new Random(seed), cell, SIZES);
    for (let t = 0; t < SIZES.T - 1; t++) expect(stepAt(problem.dh, t).maxAbs()).toBe(0);
    const { gradients } = cell.run(problem);
    const largest = largestEntry(gradients);
    const first = stepAt(named(gradients, "X"), 0);
    for (const gradient of [first, ...startsOf(cell).map((name) => named(gradients, name))]) {
      expect(gradient.maxAbs()).toBeGreaterThan(largest / 1001);
    }
  }
});
