import { compare } from "../../reference/gradients/tolerance.js";
import type { Tensors } from "../../reference/models/recurrent-model.js";
import type { Random } from "../../reference/random/random.js";
import type { Tensor } from "../../reference/tensor/tensor.js";
import {
  CheckFailure,
  expectClose,
  type Answers,
  type CheckContext,
  type Script,
  type Wanted,
} from "../kit/index.js";
import { callProblem, readSequences, wantSequences } from "./asking.js";
import { named } from "./cell.js";
import { sequenceLabel } from "./labels.js";
import { askOwnSteps, ownSequences, type OwnSteps } from "./own-steps.js";
import type { Problem } from "./problem.js";

/** Two ways to the same numbers differ by reordered sums, in float32 work by 1e-6. */
const SAME = { pass: 1e-5, float32: 1e-5 };

/** What is asked in order to judge `forward` on one problem. */
export interface SequenceQuestion {
  readonly problem: Problem;
  /** The right sequences, by state. */
  readonly expected: Tensors;
  readonly sequences: readonly Wanted[];
  readonly own: OwnSteps;
}

/** Asks for the sequences of a problem, and for the submission's own steps, whether they will be needed or not. */
export function askSequences(
  script: Script,
  problem: Problem,
  random: Random,
  expected: Tensors = problem.cell.run(problem).states,
): SequenceQuestion {
  const sequences = wantSequences(script, problem.cell, callProblem(script, problem));
  return { problem, expected, sequences, own: askOwnSteps(script, problem, random) };
}

/**
 * Nothing where sequences are right: the reference's, or what the submission's own steps make one after the other.
 *
 * @param sequences one `(N, T, H)` per state
 * @throws CheckFailure that compares them with the reference's.
 */
export function expectSequences(
  context: CheckContext,
  answers: Answers,
  { problem, expected, own }: SequenceQuestion,
  sequences: readonly Tensor[],
): void {
  const { cell, sizes } = problem;
  try {
    cell.states.forEach((state, i) => {
      expectClose(context, sequences[i] as Tensor, named(expected, state), sequenceLabel(sizes, state));
    });
  } catch (error) {
    if (!(error instanceof CheckFailure)) throw error;
    const steps = ownSequences(answers, own);
    const isOwn = steps?.every(
      (walked, i) => compare(sequences[i] as Tensor, walked, { tolerance: SAME }).tier === "pass",
    );
    if (isOwn !== true) throw error;
    context.note({ code: "recurrent-networks.own-steps", values: { name: cell.name } });
  }
}

/**
 * Reads the sequences of a question and judges them as {@link expectSequences} does.
 *
 * @throws CheckFailure where they are missing, misshapen, not finite or wrong.
 */
export function judgeSequences(context: CheckContext, answers: Answers, question: SequenceQuestion): void {
  const { cell, sizes } = question.problem;
  const sequences = readSequences(answers, cell, question.sequences, sizes);
  expectSequences(context, answers, question, sequences);
}
