import type { Random } from "../../reference/random/random.js";
import { Tensor } from "../../reference/tensor/tensor.js";
import { named, paramsOf, type Cell } from "./cell.js";
import { randomProblem, type Problem } from "./problem.js";

// Two large weights and an ordinary one for every input: far past where exp overflows, and no sum of large numbers in
// which float32 would lose the small ones.
const LARGE = [1000, -1000, 0.5];

/**
 * A problem whose units are driven to ±1000: every input picks one row of each `W`, so a pre-activation is one
 * weight, give or take what the state adds.
 */
export function saturatedProblem(random: Random, cell: Cell): Problem {
  const sizes = { N: 4, T: 3, D: 2, H: LARGE.length };
  const { N, T, D, H } = sizes;
  const problem = randomProblem(random, cell, sizes);
  const W = (): Tensor => Tensor.of([D, H], Array.from({ length: D }, () => random.shuffle(LARGE)).flat());
  // Each in turn up and down, so that every weight is met with both signs.
  const picked = (step: number): number[] => {
    const sign = step % 2 === 0 ? 1 : -1;
    return Math.floor(step / 2) % D === 0 ? [sign, 0] : [0, sign];
  };
  const X = Tensor.of([N, T, D], Array.from({ length: N * T }, (_, step) => picked(step)).flat());
  const large = paramsOf(cell, "W").map((name) => [name, W()] as const);
  return { ...problem, X, params: { ...problem.params, ...Object.fromEntries(large) } };
}

const LARGE_CELL = 1000;

/** A problem of an LSTM whose cells begin at ±1000, as many up as down, and keep that: tanh is taken of them as well. */
export function largeCellProblem(random: Random, cell: Cell): Problem {
  const problem = randomProblem(random, cell, { N: 2, T: 3, D: 2, H: 4 });
  const c0 = named(problem.starts, "c0").map((_, i) => (i % 2 === 0 ? LARGE_CELL : -LARGE_CELL));
  const bf = named(problem.params, "bf").map(() => LARGE_CELL);
  return { ...problem, starts: { ...problem.starts, c0 }, params: { ...problem.params, bf } };
}
