import { describe, expect, test } from "vitest";
import type { Tensors } from "../../reference/models/recurrent-model.js";
import { Random } from "../../reference/random/random.js";
import { sequenceOf, stepAt } from "../../reference/tensor/steps.js";
import { Tensor } from "../../reference/tensor/tensor.js";
import { GRU, LSTM, named, RNN, type Cell } from "./cell.js";
import { memoryTask, remembered, type MemoryTask } from "./memory-task.js";
import { stepsOf } from "./problem.js";
import { trainToRemember } from "./remembering.js";

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

/** `(N, T, K)` as `(T, N, K)`. */
function exchanged(sequences: Tensor): Tensor {
  const [N = 0, T = 0, K = 0] = sequences.shape;
  const steps = Array.from({ length: T }, (_, t) => [...stepAt(sequences, t).data]);
  return Tensor.of([T, N, K], steps.flat());
}

/** Who takes the examples for the steps. */
function timeFirst(task: MemoryTask): MemoryTask {
  return { ...task, X: exchanged(task.X), dh: exchanged(task.dh) };
}

/** What is remembered in the end. */
async function scoreAfter(
  cell: Cell,
  task: MemoryTask,
  gradients: Gradients,
  read = (batch: MemoryTask): MemoryTask => batch,
): Promise<number> {
  const scores = await trainToRemember(task, (batch, params) => {
    const { X, dh } = read(batch);
    const { states } = cell.run({ params, X, starts: {}, dh });
    const all = gradients(cell, { ...task, X, dh }, params);
    return Promise.resolve({
      score: remembered({ ...task, dh }, named(states, "h")),
      gradients: Object.fromEntries(cell.paramNames.map((name) => [name, named(all, name)])),
    });
  });
  return scores.at(-1) ?? Number.NaN;
}

describe.each([
  ["RNN", RNN],
  ["LSTM", LSTM],
  ["GRU", GRU],
] as const)("%s", (_, cell) => {
  test("learns the task from gradients through time, whatever the seed", async () => {
    for (let seed = 0; seed < 8; seed++) {
      expect(await scoreAfter(cell, memoryTask(new Random(seed), cell), through)).toBeGreaterThan(0.7);
    }
  });

  test("learns nothing where examples are taken for steps", async () => {
    for (let seed = 0; seed < 30; seed++) {
      const task = memoryTask(new Random(seed, "memory"), cell);
      expect(await scoreAfter(cell, task, through, timeFirst)).toBeLessThan(0.1);
    }
  });

  test("learns nothing from those of the last step", async () => {
    for (let seed = 0; seed < 8; seed++) {
      const score = await scoreAfter(cell, memoryTask(new Random(seed), cell), ofLastStep);
      expect(Math.abs(score)).toBeLessThan(1e-9);
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
