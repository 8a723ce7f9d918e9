import type { RecurrentSizes } from "../../reference/models/recurrent-inputs.js";
import type { Random } from "../../reference/random/random.js";
import { Tensor } from "../../reference/tensor/tensor.js";
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
import { LSTM, named, RNN, startsOf, type Cell } from "./cell.js";
import { askGradients, judgeGradients, type GradientQuestion } from "./gradients.js";
import { tensorLabel } from "./labels.js";
import { orthogonal } from "./orthogonal.js";
import type { Problem } from "./problem.js";

// How large the gradient of the inputs is, step by step, when it set out from the last: dX[n][t] over n.

const SIZES: RecurrentSizes = { N: 2, T: 20, D: 3, H: 4 };

/** How far a norm may be from the reference's, relative to it. */
const CLOSE = 0.01;

/** A cell with these parameters, in which a gradient arrives at the last step only. */
function flowProblem(
  random: Random,
  cell: Cell,
  X: Tensor,
  change: (name: string, drawn: Tensor) => Tensor,
): Problem {
  const { N, T, H } = SIZES;
  const params = cell.paramNames.map((name) => {
    const shape = tensorLabel(name, SIZES).axes.map(({ size }) => size);
    return [name, change(name, random.normalTensor(shape, 0.5))] as const;
  });
  const last = random.normalTensor([N, H]);
  const dh = Tensor.zeros([N, T, H]).map((_, offset) => {
    const [n, t, k] = [Math.floor(offset / (T * H)), Math.floor(offset / H) % T, offset % H];
    return t === T - 1 ? last.at(n, k) : 0;
  });
  const starts = Object.fromEntries(cell.states.map((state) => [`${state}0`, Tensor.zeros([N, H])]));
  return { cell, sizes: SIZES, params: Object.fromEntries(params), X, starts, dh };
}

/**
 * A plain network around zero, where tanh changes nothing: every step back multiplies the gradient by `size`, exactly,
 * for `Uh` is an orthogonal matrix times that.
 */
export function rnnFlow(random: Random, size: number): Problem {
  const { N, T, D, H } = SIZES;
  const X = random.normalTensor([N, T, D], 1e-6);
  return flowProblem(random, RNN, X, (name, drawn) => {
    if (name === "Uh") return orthogonal(random, H).scale(size);
    return name === "bh" ? Tensor.zeros([H]) : drawn;
  });
}

/** An LSTM around zero whose forget gate stands open, while its recurrent weights let little through. */
export function lstmFlow(random: Random): Problem {
  const { N, T, D, H } = SIZES;
  const X = random.normalTensor([N, T, D], 0.05);
  return flowProblem(random, LSTM, X, (name, drawn) => {
    if (name.startsWith("W")) return drawn;
    if (name.startsWith("U")) return orthogonal(random, H).scale(0.1);
    return Tensor.zeros([H]).map(() => (name === "bf" ? 6 : 0));
  });
}

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
 * Nothing where the gradient is as large as it should be at every step or, since either shows it, at the starting states;
 * or where it is right for the submission's own forward and flows as `own` expects.
 *
 * @throws CheckFailure that names the step where it is farthest off.
 */
export function judgeFlow(
  context: CheckContext,
  answers: Answers,
  question: GradientQuestion,
  own: (flow: readonly number[]) => void = () => undefined,
): void {
  const got = readFlow(answers, question);
  const right = rightFlow(question.problem);
  orElse(
    () => {
      judgeGradients(context, answers, question);
      own(got);
    },
    () =>
      orElse(
        () => expectArrival(answers, question),
        () => expectFlow(question.problem.cell.name, got, right),
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
