import { expect, test } from "vitest";
import { forward, loss, trainStep } from "../../reference/models/two-layer-nn.js";
import { Random } from "../../reference/random/random.js";
import { referenceGradient } from "./gradients.js";
import { largeSets } from "./large-sets.js";
import { PARAM_NAMES, type Problem } from "./network.js";
import { flatProblem, steepProblem, steepTwins } from "./terrain.js";

const SEEDS = Array.from({ length: 200 }, (_, seed) => seed);

test.each([
  { N: 4, D: 5, H: 6, C: 3 },
  { N: 5, D: 4, H: 6, C: 3 },
  { N: 10, D: 4, H: 5, C: 3 },
])("a steep problem has a gradient that any clipping changes, for %o", (sizes) => {
  for (const seed of SEEDS) {
    const gradient = referenceGradient(steepProblem(new Random(seed, "steep"), sizes));
    const entries = PARAM_NAMES.flatMap((name) => [...gradient[name].data]);
    expect(Math.hypot(...entries)).toBeGreaterThanOrEqual(10);
    expect(Math.max(...entries.map(Math.abs))).toBeGreaterThan(1.5);
  }
});

test("a flat problem has all but nothing left to learn, and moves b2 by more than float32 loses", () => {
  for (const seed of SEEDS) {
    const problem = flatProblem(new Random(seed, "flat"));
    const { params, X, Y } = problem;
    expect(loss(Y, forward(params, X).y)).toBeLessThan(1e-5);
    const [first = 0] = referenceGradient(problem).b2.data;
    expect(Math.abs(first)).toBeGreaterThan(1e-6);
    expect(Math.abs(first)).toBeLessThan(1e-5);
  }
});

test("steep twins look alike, have different labels, and are as steep", () => {
  for (const seed of SEEDS) {
    const problem = steepTwins(new Random(seed, "twins"), { N: 10, D: 4, H: 5, C: 3 });
    const [X, labels] = [problem.X.toRows(), problem.Y.argmaxRows()];
    expect(X[1]).toEqual(X[0]);
    expect(labels[1]).not.toBe(labels[0]);
    const gradient = referenceGradient(problem);
    expect(Math.hypot(...PARAM_NAMES.flatMap((name) => [...gradient[name].data]))).toBeGreaterThanOrEqual(10);
  }
});

test("no part of the large sets has the loss of the whole after steps as short as training's", () => {
  for (const seed of SEEDS) {
    const { training, validation } = largeSets(new Random(seed, "large"));
    let { params } = training;
    for (let step = 0; step < 5; step++) params = trainStep(params, training.X, training.Y, 0.02).params;
    const lossOf = ({ X, Y }: Problem, from: number, to = X.rows): number => {
      const rows = Array.from({ length: to - from }, (_, n) => from + n);
      return loss(Y.takeRows(rows), forward(params, X.takeRows(rows)).y);
    };
    expect(lossOf(training, 0, 200)).toBeLessThan(0.97 * lossOf(training, 0));
    expect(lossOf(validation, 0, 100)).toBeLessThan(0.97 * lossOf(validation, 0));
    const parts = [lossOf(validation, 0, 64), lossOf(validation, 64, 128), lossOf(validation, 128)];
    expect(parts.reduce((sum, part) => sum + part, 0) / 3).toBeGreaterThan(1.03 * lossOf(validation, 0));
  }
});
