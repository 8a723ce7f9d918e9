import { drawRecurrentInputs, type RecurrentSizes } from "../../reference/models/recurrent-inputs.js";
import type { RecurrentInputs, Tensors } from "../../reference/models/recurrent-model.js";
import type { Random } from "../../reference/random/random.js";
import { Tensor } from "../../reference/tensor/tensor.js";
import { largestEntry, named, startsOf, type Cell } from "./cell.js";

/** A network's parameters with a batch of sequences for it, all starting states, and a gradient that arrives. */
export interface Problem extends RecurrentInputs {
  readonly cell: Cell;
  readonly sizes: RecurrentSizes;
}

/** What arrives is so large that whoever clips it on its way back changes it, at ±1 as well. */
const LOUD = 4;

/**
 * A random network and batch on which mistakes show; no starting state is zero, and a gradient arrives at every step.
 *
 * @param random decides it by its seed alone, whatever was drawn from it: fork it for another one
 */
export function randomProblem(random: Random, cell: Cell, sizes: RecurrentSizes): Problem {
  const inputs = drawRecurrentInputs(random, cell, sizes);
  return { cell, sizes, ...inputs, dh: inputs.dh.scale(LOUD) };
}

/** The starting states in the order of their names. */
export function startingStates({ cell, starts }: Problem): Tensor[] {
  return startsOf(cell).map((name) => named(starts, name));
}

/** The tensor that has the gradient of this name. */
export function pointOf({ X, starts, params }: Problem, name: string): Tensor {
  return name === "X" ? X : (starts[name] ?? named(params, name));
}

/** The problem with another tensor in the place of that name. */
export function movedTo(problem: Problem, name: string, moved: Tensor): Problem {
  if (name === "X") return { ...problem, X: moved };
  const withMoved = (tensors: Tensors): Tensors => ({ ...tensors, [name]: moved });
  return name in problem.starts
    ? { ...problem, starts: withMoved(problem.starts) }
    : { ...problem, params: withMoved(problem.params) };
}

/** The problem with a gradient that arrives at the last step only. */
export function withLastOnly(problem: Problem): Problem {
  const { T, H } = problem.sizes;
  const isLast = (offset: number): boolean => Math.floor(offset / H) % T === T - 1;
  return { ...problem, dh: problem.dh.map((value, offset) => (isLast(offset) ? value : 0)) };
}

/** The least part of the largest gradient that is left at the first step, for a mistake there to be seen. */
const LEFT = 1e-3;

/**
 * A random problem with a gradient that arrives at the last step only, and gets to the first input and to the starting
 * states before it has vanished.
 */
export function lastOnlyProblem(random: Random, cell: Cell, sizes: RecurrentSizes): Problem {
  for (let attempt = 0; ; attempt++) {
    const problem = withLastOnly(randomProblem(random.fork(`last only ${attempt}`), cell, sizes));
    const { gradients } = cell.run(problem);
    const ends = [
      stepsOf(named(gradients, "X"), 0, 1),
      ...startsOf(cell).map((name) => named(gradients, name)),
    ];
    const least = LEFT * largestEntry(gradients);
    if (ends.every((gradient) => gradient.maxAbs() >= least)) return problem;
  }
}

/** Steps `from` to before `to` of a sequence `(N, T, K)`: `(N, to − from, K)`. */
export function stepsOf(sequence: Tensor, from: number, to: number): Tensor {
  const [N = 0, T = 0, K = 0] = sequence.shape;
  const part = Tensor.zeros([N, to - from, K]);
  for (let n = 0; n < N; n++) {
    part.data.set(sequence.data.subarray((n * T + from) * K, (n * T + to) * K), n * (to - from) * K);
  }
  return part;
}
