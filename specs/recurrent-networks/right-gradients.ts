import { compare } from "../../reference/gradients/tolerance.js";
import {
  addFinding,
  expectClose,
  unlessFailed,
  type Answers,
  type CheckContext,
  type Script,
  type Wanted,
} from "../kit/index.js";
import { callForward, construct } from "./asking.js";
import { largestEntry, named } from "./cell.js";
import { sequenceLabel, tensorLabel } from "./labels.js";
import { startingStates, type Problem } from "./problem.js";

// Where askGradients has judged the same gradients on another problem, one call of backward is enough: what it gives is
// judged by the reference, and only where the submission's own forward is the reference's.

/** What is asked in order to judge some gradients by the reference alone. */
export interface RightQuestion {
  readonly problem: Problem;
  readonly h: Wanted;
  /** By name, the gradient that `backward` gives. */
  readonly gradient: ReadonlyMap<string, Wanted>;
}

/** Asks for `h` and for the gradients of these names. */
export function askRight(script: Script, problem: Problem, names: readonly string[]): RightQuestion {
  const { cell, sizes, params, X, dh } = problem;
  const net = construct(script, cell, sizes, params);
  const run = callForward(script, net, X, startingStates(problem));
  const result = script.call(net, "backward", dh, run.at("cache"));
  return {
    problem,
    h: script.want(run, "h"),
    gradient: new Map(names.map((name) => [name, script.want(result, name)])),
  };
}

/** Whether `h` is the reference's; of another forward, the reference's gradients would not be right. */
function isRightForward(answers: Answers, { problem, h }: RightQuestion): boolean {
  const got = unlessFailed(() => answers.tensor(h, sequenceLabel(problem.sizes, "h")));
  return got !== null && compare(got, named(problem.cell.run(problem).states, "h")).tier !== "fail";
}

/**
 * Nothing where the gradients of these names are the reference's, or `h` is not, which costs its points elsewhere.
 *
 * @param names all that were asked for, unless given
 * @throws CheckFailure that says for which sizes the first wrong one is wrong.
 */
export function judgeRight(
  context: CheckContext,
  answers: Answers,
  question: RightQuestion,
  names: readonly string[] = [...question.gradient.keys()],
): void {
  const { problem, gradient } = question;
  if (!isRightForward(answers, question)) return;
  const { gradients } = problem.cell.run(problem);
  const scale = 0.01 * largestEntry(gradients);
  const { N, T, D, H } = problem.sizes;
  addFinding({ code: "recurrent-networks.at-sizes", values: { N, T, D, H } }, () => {
    for (const name of names) {
      const label = tensorLabel(name, problem.sizes, "d");
      const got = answers.tensor(gradient.get(name) as Wanted, label);
      expectClose(context, got, named(gradients, name), label, { scale });
    }
  });
}
