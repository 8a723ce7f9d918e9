import { forward, type AttentionCache } from "../../reference/models/multi-head-attention.js";
import type { Attention } from "../../reference/models/scaled-dot-product-attention.js";
import { compare } from "../../reference/gradients/tolerance.js";
import type { Tensor } from "../../reference/tensor/tensor.js";
import { expectClose, type Answers, type CheckContext, type Label, type Script } from "../kit/index.js";
import { wantAttention, type AttentionQuestion } from "./attention.js";
import { tokensLabel, weightsLabel } from "./labels.js";
import { callProblem, randomProblem, type Problem } from "./layer.js";
import { askOwnForward, ownForwards, type OwnForwardQuestion } from "./own-forward.js";

/** What is asked in order to judge a layer's forward on one problem. */
export interface ForwardQuestion {
  readonly problem: Problem;
  readonly asked: AttentionQuestion;
  readonly own: OwnForwardQuestion;
}

/** Asks for a layer's output and weights, and for what its own functions should make of the same problem. */
export function askForward(context: CheckContext, script: Script, problem: Problem): ForwardQuestion {
  const other = randomProblem(context.random.fork("elsewhere"), problem.sizes, problem.mask);
  return {
    problem,
    asked: wantAttention(script, callProblem(script, problem)),
    own: askOwnForward(script, problem, other),
  };
}

/** What the reference makes of a problem. */
export function rightForward({ params, numHeads, x, mask }: Problem): AttentionCache {
  return forward(params, numHeads, x, mask);
}

/** Whether two tensors of the same shape are equal, up to float32 work. */
export function isClose(got: Tensor, expected: Tensor): boolean {
  return compare(got, expected).tier !== "fail";
}

/**
 * Nothing where got is right or, where it is not, what the submission's own functions should give; that is noted.
 *
 * @throws CheckFailure that compares it with what is right.
 */
export function expectEither(
  context: CheckContext,
  got: Tensor,
  right: Tensor,
  own: readonly Tensor[],
  label: Label,
): void {
  if (!isClose(got, right) && own.some((each) => isClose(got, each))) {
    context.note({ code: "multi-head-attention.own-functions", values: { what: label.what } });
  } else {
    expectClose(context, got, right, label);
  }
}

/**
 * The output `(N, T, E)` and weights `(N, S, T, T)` of a layer, out of the answers.
 *
 * @throws CheckFailure when one of them is missing, misshapen or not finite.
 */
export function readForward(answers: Answers, { problem, asked }: ForwardQuestion): Attention {
  const { sizes } = problem;
  return {
    output: answers.tensor(asked.output, tokensLabel("output", sizes)),
    weights: answers.tensor(asked.weights, weightsLabel(sizes)),
  };
}

/**
 * Nothing where the output is right, by the reference or by the submission's own functions.
 *
 * @throws CheckFailure that compares it with the reference's.
 */
export function judgeOutput(context: CheckContext, answers: Answers, question: ForwardQuestion): void {
  const { problem, asked, own } = question;
  const label = tokensLabel("output", problem.sizes);
  const got = answers.tensor(asked.output, label);
  const others = ownForwards(answers, own).map(({ output }) => output);
  expectEither(context, got, rightForward(problem).output, others, label);
}

/**
 * Nothing where the returned weights are right, by the reference or by the submission's own functions.
 *
 * @throws CheckFailure that compares them with the reference's.
 */
export function judgeWeights(context: CheckContext, answers: Answers, question: ForwardQuestion): void {
  const { problem, asked, own } = question;
  const label = weightsLabel(problem.sizes);
  const got = answers.tensor(asked.weights, label);
  const others = ownForwards(answers, own).map(({ weights }) => weights);
  expectEither(context, got, rightForward(problem).weights, others, label);
}

/** Judges the outputs of some problems, all asked in one script. */
export async function judgeOutputs(context: CheckContext, problems: readonly Problem[]): Promise<void> {
  const script = context.script();
  const questions = problems.map((problem) => askForward(context, script, problem));
  const answers = await context.run(script);
  for (const question of questions) judgeOutput(context, answers, question);
}
