import type { Random } from "../../reference/random/random.js";
import { sequenceOf, stepAt } from "../../reference/tensor/steps.js";
import type { Tensor } from "../../reference/tensor/tensor.js";
import { unlessFailed, type Answers, type Given, type Script, type Wanted } from "../kit/index.js";
import { callStep, construct, readStates } from "./asking.js";
import { paramsOf, startsOf } from "./cell.js";
import { movedTo, pointOf, randomProblem, startingStates, type Problem } from "./problem.js";

/** The submission's own `step`, repeated over a sequence. */
export interface OwnSteps {
  readonly problem: Problem;
  /** For each step of the sequence, the states after it. */
  readonly walked: readonly (readonly Wanted[])[];
  /** The first step from states of which none is zero, for then a weight matrix would not matter. */
  readonly here: readonly Wanted[];
  /** That step with another input, another state or another weight matrix: what ignores one proves nothing. */
  readonly elsewhere: readonly (readonly Wanted[])[];
}

/** Asks for the steps of a problem one after the other, each from the states that the one before it gave. */
export function askOwnSteps(script: Script, problem: Problem, random: Random): OwnSteps {
  const { cell, sizes, params, X } = problem;
  const net = construct(script, cell, sizes, params);
  let states: readonly Given[] = startingStates(problem);
  const walked = Array.from({ length: sizes.T }, (_, t) => {
    const stepped = callStep(script, cell, net, stepAt(X, t), states);
    states = stepped.states;
    return stepped.wanted;
  });
  const other = randomProblem(random.fork("elsewhere"), cell, sizes);
  const started = { ...problem, starts: other.starts };
  const firstStep = (from: Problem): readonly Wanted[] => {
    const probe = construct(script, cell, sizes, from.params);
    return callStep(script, cell, probe, stepAt(from.X, 0), startingStates(from)).wanted;
  };
  const elsewhere = ["X", ...startsOf(cell), ...paramsOf(cell, "W", "U")].map((name) => {
    const another = startsOf(cell).some((start) => start === name) ? problem : other;
    return firstStep(movedTo(started, name, pointOf(another, name)));
  });
  return { problem, walked, here: firstStep(started), elsewhere };
}

/**
 * The sequences `(N, T, H)` that the submission's own steps make, one per state; null where there are none to judge by:
 * where a step failed, or ignores its input, a state or a weight matrix, anything would be "right".
 */
export function ownSequences(
  answers: Answers,
  { problem, walked, here, elsewhere }: OwnSteps,
): Tensor[] | null {
  const { cell, sizes } = problem;
  const read = (wanted: readonly Wanted[]): Tensor[] | null =>
    unlessFailed(() => readStates(answers, cell, wanted, sizes));
  const steps = walked.map(read).filter((states) => states !== null);
  const first = read(here);
  if (first === null || steps.length < walked.length) return null;
  const matters = (wanted: readonly Wanted[]): boolean =>
    read(wanted)?.some((state, i) => state.minus(first[i] ?? state).maxAbs() > 1e-9) ?? false;
  if (!elsewhere.every(matters)) return null;
  return cell.states.map((_, i) => sequenceOf(steps.map((states) => states[i] as Tensor)));
}
