import { oneHot } from "../../reference/nn/one-hot.js";
import type { Random } from "../../reference/random/random.js";
import { expectClose, type Answers, type CheckContext, type Script } from "../kit/index.js";
import {
  askBackward,
  askOwnLoss,
  ownLossTier,
  referenceGradient,
  type GradientQuestion,
} from "./gradients.js";
import { construct, paramLabel, PARAM_NAMES, randomProblem } from "./network.js";

/** How far the gradient of a part of the batch is off at least; how exact gradients are is judged on small batches. */
const PART = 1e-2;

/** A gradient on many examples, and the submission's own loss there. */
type LargeBatchQuestion = Pick<GradientQuestion, "problem" | "gradient" | "here">;

/**
 * Asks for the gradient on 250 examples. They come class by class, so that every part of them, from the first on, has
 * other shares of the classes, and with them another gradient.
 */
export function askLargeBatch(script: Script, random: Random): LargeBatchQuestion {
  const drawn = randomProblem(random, { N: 250, D: 2, H: 3, C: 3 });
  const labels = drawn.Y.argmaxRows().toSorted((a, b) => a - b);
  const problem = { ...drawn, Y: oneHot(labels, drawn.sizes.C) };
  const { sizes, params, X, Y } = problem;
  const gradient = askBackward(script, problem);
  return { problem, gradient, here: askOwnLoss(script, construct(script, sizes, params), X, Y) };
}

/**
 * Nothing where the gradient is that of all examples; nothing either where the submission's own forward or loss is
 * another one there, for then nobody knows what its gradient is.
 *
 * @throws CheckFailure that compares it with the reference's.
 */
export function judgeLargeBatch(context: CheckContext, answers: Answers, asked: LargeBatchQuestion): void {
  if (ownLossTier(answers, asked) === "fail") return;
  const { sizes } = asked.problem;
  const reference = referenceGradient(asked.problem);
  const scale = 0.01 * Math.max(...PARAM_NAMES.map((name) => reference[name].maxAbs()));
  const options = { scale, tolerance: { pass: PART, float32: PART }, factors: { N: sizes.N, C: sizes.C } };
  for (const name of PARAM_NAMES) {
    const label = paramLabel(name, sizes, "d");
    expectClose(context, answers.tensor(asked.gradient[name], label), reference[name], label, options);
  }
}
