import { describe, expect, test } from "vitest";
import { Adam } from "../../reference/nn/adam.js";
import type { Tensors } from "../../reference/models/recurrent-model.js";
import { Random } from "../../reference/random/random.js";
import { sequenceOf, stepAt } from "../../reference/tensor/steps.js";
import { GRU, LSTM, named, RNN, type Cell } from "./cell.js";
import { memoryTask, remembered, type MemoryTask } from "./memory-task.js";
import { stepsOf } from "./problem.js";

type Gradients = (cell: Cell, task: MemoryTask, params: Tensors) => Tensors;

const through: Gradients = (cell, { X, dh }, params) => cell.run({ params, X, starts: {}, dh }).gradients;

/** Back-propagation that stops after one step. */
const ofLastStep: Gradients = (cell, { X, dh }, params) => {
  const T = X.shape[1] ?? 0;
  const { states } = cell.run({ params, X, starts: {}, dh });
  const starts = cell.states.map((state) => [`${state}0`, stepAt(named(states, state), T - 2)] as const);
  const last = {
    params,
    X: stepsOf(X, T - 1, T),
    starts: Object.fromEntries(starts),
    dh: stepsOf(dh, T - 1, T),
  };
  return cell.run(last).gradients;
};

function scoreAfter(cell: Cell, task: MemoryTask, gradients: Gradients): number {
  const adam = new Adam<string>({ lr: 0.1 });
  let params = task.params;
  for (let step = 0; step < 19; step++) {
    const all = gradients(cell, task, params);
    params = adam.step(params, Object.fromEntries(cell.paramNames.map((name) => [name, named(all, name)])));
  }
  const { states } = cell.run({ params, X: task.X, starts: {}, dh: task.dh });
  return remembered(task, named(states, "h"));
}

describe.each([
  ["RNN", RNN],
  ["LSTM", LSTM],
  ["GRU", GRU],
] as const)("%s", (_, cell) => {
  test("learns the task from gradients through time, whatever the seed", () => {
    for (let seed = 0; seed < 8; seed++) {
      expect(scoreAfter(cell, memoryTask(new Random(seed), cell), through)).toBeGreaterThan(0.7);
    }
  });

  test("learns nothing from those of the last step", () => {
    for (let seed = 0; seed < 8; seed++) {
      expect(Math.abs(scoreAfter(cell, memoryTask(new Random(seed), cell), ofLastStep))).toBeLessThan(1e-9);
    }
  });
});

test("what is remembered is 1 where every unit of the end state says its sign", () => {
  const task = memoryTask(new Random(3), RNN);
  const { T } = task.sizes;
  const right = stepAt(task.dh, T - 1).map((gradient) => -Math.sign(gradient));
  const h = sequenceOf(Array.from({ length: T }, () => right));
  expect(remembered(task, h)).toBeCloseTo(1, 12);
  expect(remembered(task, h.scale(-1))).toBeCloseTo(-1, 12);
  expect(
    remembered(
      task,
      h.map(() => 0.3),
    ),
  ).toBeCloseTo(0, 12);
});
