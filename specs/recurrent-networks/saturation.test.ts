import { expect, test } from "vitest";
import { Random } from "../../reference/random/random.js";
import { stepAt } from "../../reference/tensor/steps.js";
import { GRU, LSTM, named, paramsOf, RNN } from "./cell.js";
import { largeCellProblem, saturatedProblem } from "./saturation.js";

test.each([
  ["RNN", RNN],
  ["LSTM", LSTM],
  ["GRU", GRU],
] as const)("every unit of every gate of an %s is driven to both ends", (_, cell) => {
  for (let seed = 0; seed < 10; seed++) {
    const { sizes, params, X } = saturatedProblem(new Random(seed), cell);
    const steps = Array.from({ length: sizes.T }, (__, t) => stepAt(X, t));
    for (const name of paramsOf(cell, "W")) {
      const met = steps.flatMap((x) => [...x.matmul(named(params, name)).data]);
      expect(Math.max(...met)).toBe(1000);
      expect(Math.min(...met)).toBe(-1000);
      // And some that are ordinary, so that the answer is not all 0 and ±1.
      expect(met).toContain(0.5);
    }
  }
});

test("cells begin at both ends and stay there", () => {
  for (let seed = 0; seed < 10; seed++) {
    const { states } = LSTM.run(largeCellProblem(new Random(seed), LSTM));
    const cells = [...named(states, "c").data];
    expect(Math.max(...cells)).toBeGreaterThan(990);
    expect(Math.min(...cells)).toBeLessThan(-990);
    expect(cells.filter((value) => Math.abs(value) < 990)).toEqual([]);
  }
});
