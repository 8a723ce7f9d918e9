import { backward, forward, loss, type TwoLayerParams } from "../../reference/models/two-layer-nn.js";
import type { NumericGradient } from "../../reference/gradients/numeric-gradient.js";
import { compare } from "../../reference/gradients/tolerance.js";
import { oneHot } from "../../reference/nn/one-hot.js";
import type { Tensor } from "../../reference/tensor/tensor.js";
import {
  answerNumeric,
  apartFailure,
  askNumeric,
  CheckFailure,
  gradientScatter,
  type Answers,
  type CheckContext,
  type NumericQuestion,
  type Script,
  type Wanted,
} from "../kit/index.js";
import { construct, outputLabel, paramLabel, PARAM_NAMES, randomProblem, wantParams } from "./network.js";
import type { ParamName, Problem } from "./network.js";

/** The submission's own forward and loss at one point: `y (N, C)` and the loss of it. */
interface OwnLoss {
  readonly y: Wanted;
  readonly loss: Wanted;
}

/** Everything that is asked in order to judge `backward` on one problem. */
export interface GradientQuestion {
  readonly problem: Problem;
  readonly gradient: Record<ParamName, Wanted>;
  readonly numeric: Record<ParamName, NumericQuestion<OwnLoss>>;
  /** The loss on another batch, and with other labels: a loss that ignores either proves nothing. */
  readonly otherInputs: OwnLoss;
  readonly otherLabels: OwnLoss;
}

/** The submission's own ways to a loss, each of which its gradient may be right for. */
const WAYS = {
  loss: (answers: Answers, asked: OwnLoss): number => answers.number(asked.loss, "loss"),
  forward: (answers: Answers, asked: OwnLoss, { Y, sizes }: Problem): number =>
    loss(Y, answers.tensor(asked.y, outputLabel(sizes))),
};

/**
 * Asks for the gradient of a problem, and for the submission's own loss around it, whether that will be needed or
 * not: what is asked never depends on a verdict.
 */
export function askGradient(script: Script, problem: Problem, random: CheckContext["random"]): GradientQuestion {
  const { sizes, params, X, Y } = problem;
  const net = construct(script, sizes, params);
  const result = script.call(net, "forward", X);
  const gradient = wantParams(script, script.call(net, "backward", X, Y, result.at("ffDict")));
  const probe = construct(script, sizes, params);
  const ownLoss = (given: TwoLayerParams, inputs: Tensor, labels: Tensor): OwnLoss => {
    script.set(probe, "params", { ...given });
    const y = script.call(probe, "forward", inputs).at("y");
    return { y: script.want(y), loss: script.want(script.call(probe, "computeLoss", labels, y)) };
  };
  const around = (name: ParamName): NumericQuestion<OwnLoss> =>
    askNumeric(params[name], (moved) => ownLoss({ ...params, [name]: moved }, X, Y));
  const other = randomProblem(random, sizes);
  return {
    problem,
    gradient,
    numeric: { W1: around("W1"), b1: around("b1"), W2: around("W2"), b2: around("b2") },
    otherInputs: ownLoss(params, other.X, Y),
    otherLabels: ownLoss(params, X, nextLabels(Y)),
  };
}

/** One-hot targets `(N, C)` in which every example has the next class. */
function nextLabels(Y: Tensor): Tensor {
  return oneHot(
    Y.argmaxRows().map((label) => (label + 1) % Y.columns),
    Y.columns,
  );
}

type Numeric = Record<ParamName, NumericGradient | null>;

/** Whether a loss answers to something: its value there differs from its value at the point itself. */
function answersTo(valueOf: (asked: OwnLoss) => number, here: OwnLoss, there: OwnLoss): boolean {
  try {
    const [a, b] = [valueOf(here), valueOf(there)];
    return Math.abs(a - b) > 1e-9 * Math.abs(a);
  } catch (error) {
    if (error instanceof CheckFailure) return false;
    throw error;
  }
}

function moves(numeric: NumericGradient | null): boolean {
  return numeric !== null && numeric.gradient.maxAbs() > 1e-9;
}

/**
 * The numeric gradients of the submission's own loss; null where it is not fit to judge by: where it ignores its
 * inputs, its labels or either weight matrix, zero gradients would be "right".
 */
function ownNumeric(answers: Answers, question: GradientQuestion, way: keyof typeof WAYS): Numeric | null {
  const valueOf = (asked: OwnLoss): number => WAYS[way](answers, asked, question.problem);
  const [here] = question.numeric.W1.asked;
  if (here === undefined || !answersTo(valueOf, here, question.otherInputs)) return null;
  if (way === "loss" && !answersTo(valueOf, here, question.otherLabels)) return null;
  const numeric = {
    W1: answerNumeric(question.numeric.W1, valueOf),
    b1: answerNumeric(question.numeric.b1, valueOf),
    W2: answerNumeric(question.numeric.W2, valueOf),
    b2: answerNumeric(question.numeric.b2, valueOf),
  };
  return moves(numeric.W1) && moves(numeric.W2) ? numeric : null;
}

function isGradientOf(got: Tensor, numeric: NumericGradient | null): boolean {
  if (numeric === null || !moves(numeric)) return false;
  return compare(got, numeric.gradient, { slack: numeric.error }).tier === "pass";
}

/** The reference's gradients of a problem. */
export function referenceGradient({ params, X, Y }: Problem): TwoLayerParams {
  return backward(params, X, Y, forward(params, X));
}

/**
 * Nothing where the gradient of one parameter is right: equal to the reference's or, where the submission's own
 * forward or loss is another one, the gradient of that.
 *
 * @throws CheckFailure that compares it with the reference's, and with the numeric gradient of the own loss.
 */
export function judgeGradient(
  context: CheckContext,
  answers: Answers,
  question: GradientQuestion,
  name: ParamName,
): void {
  const { problem } = question;
  const { N, C } = problem.sizes;
  const label = paramLabel(name, problem.sizes, "d");
  const got = answers.tensor(question.gradient[name], label);
  const reference = referenceGradient(problem);
  const expected = reference[name];
  // Where everything is saturated, all that is left is rounding.
  const scale = 1e-6 * Math.max(...PARAM_NAMES.map((each) => reference[each].maxAbs()));
  const comparison = compare(got, expected, { scale });
  if (comparison.tier === "pass") return;
  if (comparison.tier === "float32") {
    context.note({ code: "check.float32", values: { what: label.what } });
    return;
  }
  for (const way of ["loss", "forward"] as const) {
    if (isGradientOf(got, ownNumeric(answers, question, way)?.[name] ?? null)) {
      context.note({ code: `check.own-gradient.${way}`, values: { what: label.what } });
      return;
    }
  }
  const own = ownNumeric(answers, question, "loss")?.[name] ?? null;
  const failure = apartFailure(got, expected, label, comparison, { N, C });
  throw own === null
    ? failure
    : new CheckFailure({
        findings: [...failure.findings, { code: "check.not-own-gradient", values: { what: label.what } }],
        pictures: [...failure.pictures, gradientScatter(got, own.gradient, label)],
        ...(failure.worst === null ? {} : { worst: failure.worst }),
      });
}
