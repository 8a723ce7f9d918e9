import { expect, test } from "vitest";
import { forward, loss } from "../../reference/models/two-layer-nn.js";
import { Random } from "../../reference/random/random.js";
import { referenceGradient } from "./gradients.js";
import { PARAM_NAMES } from "./network.js";
import { flatProblem, steepProblem } from "./terrain.js";

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
