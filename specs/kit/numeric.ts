import {
  compareAlong,
  directionalDerivatives,
  planDirectionalDerivatives,
} from "../../reference/gradients/directional.js";
import { numericGradient, planNumericGradient } from "../../reference/gradients/numeric-gradient.js";
import type { NumericVerdict } from "../../reference/gradients/numeric-plan.js";
import { compare } from "../../reference/gradients/tolerance.js";
import type { Random } from "../../reference/random/random.js";
import type { Tensor } from "../../reference/tensor/tensor.js";
import { unlessFailed } from "./failure.js";

/** A gradient that is off by 1 % passes both with a probability below 1e-6. */
const DIRECTIONS = 2;

/** What numeric differentiation has to say of a function's gradient at a point. */
export interface NumericEvidence {
  /** Whether a gradient is the function's, as far as the numeric one can tell. */
  readonly agrees: (gradient: Tensor) => boolean;
  /** The largest derivative that was seen; 0 where the function ignores the point. */
  readonly largest: number;
  /** The numeric gradient, of the point's shape; null where only a few directions were looked along. */
  readonly gradient: Tensor | null;
}

/** The numeric gradient of a submission's own function: planned before its answers, combined after. */
export interface NumericQuestion<Asked> {
  /** For each point of the plan, what was asked there. */
  readonly asked: readonly Asked[];
  readonly combine: (values: readonly number[]) => NumericEvidence | null;
}

function unlessInconclusive<Numeric extends NumericVerdict>(
  numeric: Numeric,
  evidence: (numeric: Numeric) => NumericEvidence,
): NumericEvidence | null {
  return numeric.inconclusive ? null : evidence(numeric);
}

/** Asks a submission for its function at every point that the numeric gradient at `point` needs. */
export function askNumeric<Asked>(point: Tensor, ask: (moved: Tensor) => Asked): NumericQuestion<Asked> {
  const plan = planNumericGradient(point);
  const combine = (values: readonly number[]): NumericEvidence | null =>
    unlessInconclusive(numericGradient(plan, values), ({ gradient, error }) => ({
      agrees: (given) => compare(given, gradient, { slack: error }).tier === "pass",
      largest: gradient.maxAbs(),
      gradient,
    }));
  return { asked: plan.points.map(ask), combine };
}

/** The same along two random directions only: a few points, however large the tensor is. */
export function askAlong<Asked>(
  point: Tensor,
  random: Random,
  ask: (moved: Tensor) => Asked,
): NumericQuestion<Asked> {
  const plan = planDirectionalDerivatives(point, random, DIRECTIONS);
  const combine = (values: readonly number[]): NumericEvidence | null =>
    unlessInconclusive(directionalDerivatives(plan, values), (derivatives) => ({
      agrees: (given) => compareAlong(given, derivatives).tier === "pass",
      largest: derivatives.derivatives.maxAbs(),
      gradient: null,
    }));
  return { asked: plan.points.map(ask), combine };
}

/**
 * What the answers say of the gradient.
 *
 * @param valueOf reads the function's value out of what was asked; a CheckFailure means that there is none.
 * @returns null where a value is missing or the numeric gradient is inconclusive.
 */
export function answerNumeric<Asked>(
  question: NumericQuestion<Asked>,
  valueOf: (asked: Asked) => number,
): NumericEvidence | null {
  return unlessFailed(() => question.combine(question.asked.map(valueOf)));
}
