import { compare } from "../../reference/gradients/tolerance.js";
import type { Random } from "../../reference/random/random.js";
import type { Tensor } from "../../reference/tensor/tensor.js";
import {
  answerNumeric,
  apartFailure,
  askAlong,
  unlessFailed,
  type Answers,
  type CheckContext,
  type Given,
  type Handle,
  type Label,
  type NumericEvidence,
  type NumericQuestion,
  type Script,
  type Wanted,
} from "../kit/index.js";
import { callForward, construct } from "./asking.js";
import { gradientsOf, largestEntry, named, paramsOf, startsOf } from "./cell.js";
import { sequenceLabel, tensorLabel } from "./labels.js";
import { pointOf, randomProblem, startingStates, type Problem } from "./problem.js";

/** Everything that is asked in order to judge some gradients of `backward` on one problem. */
export interface GradientQuestion {
  readonly problem: Problem;
  /** By name, the gradient that `backward` gives. */
  readonly gradient: ReadonlyMap<string, Wanted>;
  /** By name, the submission's own `h` around the point. */
  readonly numeric: ReadonlyMap<string, NumericQuestion<Wanted>>;
  readonly here: Wanted;
  /** Its own `h` for other inputs, and with other weight matrices: if it ignores one, it proves nothing. */
  readonly elsewhere: readonly Wanted[];
}

/** Asks for the submission's own `h` at points that differ from the problem in one tensor. */
class OwnForward {
  readonly #script: Script;
  readonly #problem: Problem;
  readonly #probe: Handle;
  /** What does not move is sent once. */
  readonly #held: ReadonlyMap<string, Handle>;

  constructor(script: Script, problem: Problem) {
    this.#script = script;
    this.#problem = problem;
    this.#probe = construct(script, problem.cell, problem.sizes);
    const names = gradientsOf(problem.cell);
    this.#held = new Map(names.map((name) => [name, script.hold(pointOf(problem, name))]));
  }

  /** `h (N, T, H)` with the named tensor moved. */
  at(name?: string, moved?: Tensor): Wanted {
    const { cell } = this.#problem;
    const given = (each: string): Given => (each === name ? moved : this.#held.get(each));
    const params = Object.fromEntries(cell.paramNames.map((each) => [each, given(each)]));
    this.#script.set(this.#probe, "params", params);
    const starts = startsOf(cell).map(given);
    return this.#script.want(callForward(this.#script, this.#probe, given("X"), starts), "h");
  }
}

/**
 * Asks for the gradients of a problem, and for the submission's own forward around it, whether that will be needed or
 * not: what is asked never depends on a verdict.
 *
 * @param names which gradients will be judged
 */
export function askGradients(
  script: Script,
  problem: Problem,
  random: Random,
  names: readonly string[],
): GradientQuestion {
  const { cell, sizes, params, dh } = problem;
  const net = construct(script, cell, sizes, params);
  const cache = callForward(script, net, problem.X, startingStates(problem)).at("cache");
  const result = script.call(net, "backward", dh, cache);
  const gradient = new Map(names.map((name) => [name, script.want(result, name)]));
  const own = new OwnForward(script, problem);
  const around = (name: string): NumericQuestion<Wanted> =>
    askAlong(pointOf(problem, name), random.fork(`along ${name}`), (moved) => own.at(name, moved));
  const other = randomProblem(random.fork("elsewhere"), cell, sizes);
  return {
    problem,
    gradient,
    numeric: new Map(names.map((name) => [name, around(name)])),
    here: own.at(),
    elsewhere: ["X", ...paramsOf(cell, "W", "U")].map((name) => own.at(name, pointOf(other, name))),
  };
}

/** What reaches `backward` as the gradient of: `Σ h∘dh` with the submission's own `h`. */
function ownObjective(answers: Answers, { sizes, dh }: Problem): (h: Wanted) => number {
  return (h) => answers.tensor(h, sequenceLabel(sizes, "h")).times(dh).sum();
}

/** The derivatives of the submission's own forward by the named tensor; null where there are none to judge by. */
function ownNumeric(answers: Answers, question: GradientQuestion, name: string): NumericEvidence | null {
  const asked = question.numeric.get(name);
  if (asked === undefined) throw new Error(`${name} was not asked for`);
  const valueOf = ownObjective(answers, question.problem);
  const numeric = answerNumeric(asked, valueOf);
  if (numeric === null || !(numeric.largest > 1e-9)) return null;
  // Zero gradients would be right for a forward that ignores its inputs or a weight matrix.
  const here = unlessFailed(() => valueOf(question.here));
  const matters = (other: Wanted): boolean => {
    const there = unlessFailed(() => valueOf(other));
    return here !== null && there !== null && Math.abs(there - here) > 1e-9 * Math.abs(here);
  };
  return question.elsewhere.every(matters) ? numeric : null;
}

/**
 * Nothing where every gradient that was asked for is right: equal to the reference's or, where the submission's own
 * forward is another one, the gradient of that.
 *
 * @throws CheckFailure that compares the first wrong one with the reference's.
 */
export function judgeGradients(context: CheckContext, answers: Answers, question: GradientQuestion): void {
  const { problem } = question;
  const expected = problem.cell.run(problem).gradients;
  // Where the terms of a sum cancel, what is left is their rounding.
  const scale = 0.01 * largestEntry(expected);
  for (const [name, wanted] of question.gradient) {
    const label = tensorLabel(name, problem.sizes, "d");
    judgeOne(context, answers, question, name, {
      label,
      got: answers.tensor(wanted, label),
      expected: named(expected, name),
      scale,
    });
  }
}

/** A gradient with what it should be. */
interface Judged {
  readonly label: Label;
  readonly got: Tensor;
  readonly expected: Tensor;
  readonly scale: number;
}

function judgeOne(
  context: CheckContext,
  answers: Answers,
  question: GradientQuestion,
  name: string,
  { label, got, expected, scale }: Judged,
): void {
  const comparison = compare(got, expected, { scale });
  if (comparison.tier === "pass") return;
  const values = { what: label.what };
  if (comparison.tier === "float32") {
    context.note({ code: "check.float32", values });
    return;
  }
  const own = ownNumeric(answers, question, name);
  if (own?.agrees(got) === true) {
    context.note({ code: "check.own-gradient.forward", values });
    return;
  }
  const { N, T } = question.problem.sizes;
  const failure = apartFailure(got, expected, label, comparison, { N, T });
  if (own === null) throw failure;
  throw failure.adding([{ code: "recurrent-networks.not-own-gradient", values }]);
}
