import type { Random } from "../../reference/random/random.js";
import type { Tensor } from "../../reference/tensor/tensor.js";
import {
  fail,
  gradientNorms,
  normsByStep,
  numberText,
  orElse,
  type Answers,
  type CheckContext,
  type Script,
  type Wanted,
} from "../kit/index.js";
import { named, startsOf } from "./cell.js";
import { askGradients, judgeGradients, type GradientQuestion } from "./gradients.js";
import { tensorLabel } from "./labels.js";
import type { Problem } from "./problem.js";

// How large the gradient of the inputs is, step by step, when it set out from the last: dX[n][t] over n.

/** How far a norm may be from the reference's, relative to it. */
const CLOSE = 0.01;

/** Asks for the gradients that arrive at the inputs and at the starting states. */
export function askFlow(script: Script, problem: Problem, random: Random): GradientQuestion {
  return askGradients(script, problem, random, ["X", ...startsOf(problem.cell)]);
}

/** The norms of `dX (N, T, D)` by step, relative to that of the last step. */
function flowOf(dX: Tensor): number[] {
  const norms = normsByStep(dX);
  return norms.map((norm) => norm / (norms.at(-1) ?? Number.NaN));
}

/** The submission's flow. */
export function readFlow(answers: Answers, { problem, gradient }: GradientQuestion): number[] {
  return flowOf(answers.tensor(gradient.get("X") as Wanted, tensorLabel("X", problem.sizes, "d")));
}

/** The reference's flow. */
export function rightFlow(problem: Problem): number[] {
  return flowOf(named(problem.cell.run(problem).gradients, "X"));
}

/** Draws the flows, the submission's first. */
export function pictureOfFlows(
  context: CheckContext,
  flows: Readonly<Record<string, readonly number[]>>,
): void {
  context.picture(gradientNorms("‖dX‖", flows));
}

/**
 * Nothing where the gradient is right, if only for the submission's own forward; or where it is as large as it should be
 * at every step or, since either shows it, at the starting states.
 *
 * @throws CheckFailure that names the step where it is farthest off.
 */
export function judgeFlow(context: CheckContext, answers: Answers, question: GradientQuestion): void {
  const { problem } = question;
  const got = readFlow(answers, question);
  orElse(
    () => judgeGradients(context, answers, question),
    () =>
      orElse(
        () => expectArrival(answers, question),
        () => expectFlow(problem.cell.name, got, rightFlow(problem)),
      ),
  );
}

/** Nothing where what arrives at the starting states is as large as it should be. */
function expectArrival(answers: Answers, { problem, gradient }: GradientQuestion): void {
  const right = problem.cell.run(problem).gradients;
  for (const name of startsOf(problem.cell)) {
    const label = tensorLabel(name, problem.sizes, "d");
    const [got, expected] = [answers.tensor(gradient.get(name) as Wanted, label), named(right, name)];
    const [size, rightSize] = [got, expected].map((each) => Math.sqrt(each.times(each).sum()));
    if (!(Math.abs((size ?? 0) / (rightSize ?? 0) - 1) <= CLOSE))
      fail("check.only-with-right-values", { what: label.what });
  }
}

function expectFlow(name: string, got: readonly number[], right: readonly number[]): void {
  const misses = got.map((norm, t) => Math.abs(norm / (right[t] ?? Number.NaN) - 1));
  // NaN where nothing arrives at the last step, so that nothing can be relative to it.
  const at = misses.findLastIndex((miss) => !(miss <= CLOSE));
  if (at < 0) return;
  fail("recurrent-networks.gradient-norm", {
    name,
    step: at,
    last: got.length - 1,
    expected: numberText(right[at] ?? Number.NaN),
    got: numberText(got[at] ?? Number.NaN),
  });
}
