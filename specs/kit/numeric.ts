import {
  numericGradient,
  planNumericGradient,
  type NumericGradient,
} from "../../reference/gradients/numeric-gradient.js";
import type { NumericPlan } from "../../reference/gradients/numeric-plan.js";
import type { Tensor } from "../../reference/tensor/tensor.js";
import { unlessFailed } from "./failure.js";

/** The numeric gradient of a submission's own function: planned before its answers, combined after. */
export interface NumericQuestion<Asked> {
  readonly plan: NumericPlan;
  /** For each point of the plan, what was asked there. */
  readonly asked: readonly Asked[];
}

/** Asks a submission for its function at every point that the numeric gradient at `point` needs. */
export function askNumeric<Asked>(point: Tensor, ask: (moved: Tensor) => Asked): NumericQuestion<Asked> {
  const plan = planNumericGradient(point);
  return { plan, asked: plan.points.map(ask) };
}

/**
 * The numeric gradient from the answers.
 *
 * @param valueOf reads the function's value out of what was asked; a CheckFailure means that there is none.
 * @returns null where a value is missing or the gradient is inconclusive.
 */
export function answerNumeric<Asked>(
  question: NumericQuestion<Asked>,
  valueOf: (asked: Asked) => number,
): NumericGradient | null {
  const gradient = unlessFailed(() => numericGradient(question.plan, question.asked.map(valueOf)));
  return gradient === null || gradient.inconclusive ? null : gradient;
}
