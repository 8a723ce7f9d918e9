import { backward, forward, loss, type TwoLayerParams } from "../../reference/models/two-layer-nn.js";
import {
  compare,
  epsilonAllowance,
  TOLERANCE,
  type Comparison,
} from "../../reference/gradients/tolerance.js";
import type { Random } from "../../reference/random/random.js";
import type { Tensor } from "../../reference/tensor/tensor.js";
import {
  answerNumeric,
  apartFailure,
  askAlong,
  askNumeric,
  gradientScatter,
  unlessFailed,
  type Answers,
  type CheckContext,
  type Handle,
  type NumericEvidence,
  type NumericQuestion,
  type Script,
  type Wanted,
} from "../kit/index.js";
import {
  construct,
  nextLabels,
  outputLabel,
  paramLabel,
  PARAM_NAMES,
  randomProblem,
  wantParams,
} from "./network.js";
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
  /** The loss around the point, for each parameter whose gradient will be judged. */
  readonly numeric: ReadonlyMap<ParamName, NumericQuestion<OwnLoss>>;
  readonly here: OwnLoss;
  /** The loss on another batch, with other labels and with other weights: if it ignores one, it proves nothing. */
  readonly elsewhere: Record<"inputs" | "labels" | "W1" | "W2", OwnLoss>;
}

/** The submission's own ways to a loss, each of which its gradient may be right for. */
const WAYS = {
  loss: (answers: Answers, asked: OwnLoss): number => answers.number(asked.loss, "loss"),
  forward: (answers: Answers, asked: OwnLoss, { Y, sizes }: Problem): number =>
    loss(Y, answers.tensor(asked.y, outputLabel(sizes))),
};

/** Asks a network for what its forward and its loss make of a batch. */
export function askOwnLoss(script: Script, net: Handle, X: Tensor, Y: Tensor): OwnLoss {
  const y = script.call(net, "forward", X).at("y");
  return { y: script.want(y), loss: script.want(script.call(net, "computeLoss", Y, y)) };
}

/** Asks for the gradient of a problem. */
export function askBackward(script: Script, { sizes, params, X, Y }: Problem): Record<ParamName, Wanted> {
  const net = construct(script, sizes, params);
  const result = script.call(net, "forward", X);
  return wantParams(script, script.call(net, "backward", X, Y, result.at("ffDict")));
}

/**
 * Asks for the gradient of a problem, and for the submission's own loss around it, whether that will be needed or
 * not: what is asked never depends on a verdict.
 *
 * @param only the parameter whose gradient will be judged: every entry of it is differentiated. Where it is left out, all
 *   will be, and each is differentiated along a few directions.
 */
export function askGradient(
  script: Script,
  problem: Problem,
  random: Random,
  only?: ParamName,
): GradientQuestion {
  const { sizes, params, X, Y } = problem;
  const gradient = askBackward(script, problem);
  const probe = construct(script, sizes, params);
  // What does not move is sent once.
  const held = {
    W1: script.hold(params.W1),
    b1: script.hold(params.b1),
    W2: script.hold(params.W2),
    b2: script.hold(params.b2),
  };
  const ownLoss = (moved: Partial<TwoLayerParams>, inputs = X, labels = Y): OwnLoss => {
    script.set(probe, "params", { ...held, ...moved });
    return askOwnLoss(script, probe, inputs, labels);
  };
  const around = (name: ParamName): NumericQuestion<OwnLoss> => {
    const ask = (moved: Tensor): OwnLoss => ownLoss({ [name]: moved });
    return name === only
      ? askNumeric(params[name], ask)
      : askAlong(params[name], random.fork(`along ${name}`), ask);
  };
  const judged = only === undefined ? PARAM_NAMES : [only];
  const other = randomProblem(random, sizes);
  return {
    problem,
    gradient,
    numeric: new Map(judged.map((name) => [name, around(name)])),
    here: ownLoss({}),
    elsewhere: {
      inputs: ownLoss({}, other.X),
      labels: ownLoss({}, X, nextLabels(Y)),
      W1: ownLoss({ W1: other.params.W1 }),
      W2: ownLoss({ W2: other.params.W2 }),
    },
  };
}

/** Whether two values of a loss differ by more than rounding. */
function differ(a: number, b: number): boolean {
  return Math.abs(a - b) > 1e-9 * Math.abs(a);
}

/**
 * The numeric gradient of the submission's own loss by one parameter; null where there is none to judge by: where
 * the loss ignores its inputs, its labels, either weight matrix or the parameter, zero gradients would be "right".
 */
function ownNumeric(
  answers: Answers,
  question: GradientQuestion,
  way: keyof typeof WAYS,
  name: ParamName,
): NumericEvidence | null {
  const valueOf = (asked: OwnLoss): number => WAYS[way](answers, asked, question.problem);
  const asked = question.numeric.get(name);
  if (asked === undefined) throw new Error(`${name} was not asked for`);
  const numeric = answerNumeric(asked, valueOf);
  if (numeric === null) return null;
  const moves = ([each, other]: readonly [ParamName, NumericQuestion<OwnLoss>]): boolean =>
    each !== name && (answerNumeric(other, valueOf)?.largest ?? 0) > 1e-9;
  // Zero may be right, where all units are dead for a whole batch, and is seen to be where another gradient is not.
  if (!(numeric.largest > 1e-9) && ![...question.numeric].some(moves)) return null;
  const { inputs, labels, W1, W2 } = question.elsewhere;
  // The true cross-entropy knows its labels.
  const others = way === "loss" ? [inputs, labels, W1, W2] : [inputs, W1, W2];
  const matters = (other: OwnLoss): boolean =>
    unlessFailed(() => differ(valueOf(question.here), valueOf(other))) ?? false;
  return others.every(matters) ? numeric : null;
}

/**
 * How closely the submission's own forward and loss are right at the point. Where they are, no other gradient than the
 * reference's can be.
 */
export function ownLossTier(
  answers: Answers,
  { problem, here }: Pick<GradientQuestion, "problem" | "here">,
): Comparison["tier"] {
  const { params, X, Y, sizes } = problem;
  const { y } = forward(params, X);
  const right = loss(Y, y);
  const own = unlessFailed(() => answers.tensor(here.y, outputLabel(sizes)));
  const ownLoss = unlessFailed(() => answers.number(here.loss, "loss"));
  if (own === null || ownLoss === null) return "fail";
  const { tier } = compare(own, y);
  const off = Math.abs(ownLoss - right);
  if (!(off <= TOLERANCE.float32 * (1 + right))) return "fail";
  const exact = off <= TOLERANCE.pass * (1 + right) + epsilonAllowance(Y, y);
  return tier === "pass" && !exact ? "float32" : tier;
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
  // Where the terms of a sum cancel, or all units are saturated, what is left is their rounding.
  const scale = 0.01 * Math.max(...PARAM_NAMES.map((each) => reference[each].maxAbs()));
  const comparison = compare(got, expected, { scale });
  if (comparison.tier === "pass") return;
  if (comparison.tier === "float32") {
    context.note({ code: "check.float32", values: { what: label.what } });
    return;
  }
  for (const way of ["loss", "forward"] as const) {
    if (ownNumeric(answers, question, way, name)?.agrees(got) === true) {
      context.note({ code: `check.own-gradient.${way}`, values: { what: label.what } });
      return;
    }
  }
  // A forward that is a little off may have a gradient that is a little off: then nobody knows where the mistake is.
  const isOwnRight = ownLossTier(answers, question) === "pass";
  const own = isOwnRight ? (ownNumeric(answers, question, "loss", name)?.gradient ?? null) : null;
  const failure = apartFailure(got, expected, label, comparison, { N, C });
  throw own === null
    ? failure
    : failure.adding(
        [{ code: "check.not-own-gradient", values: { what: label.what } }],
        [gradientScatter(got, own, label)],
      );
}
