import { compare } from "../../reference/gradients/tolerance.js";
import type { RecurrentOutputs } from "../../reference/models/recurrent-model.js";
import { stepAt } from "../../reference/tensor/steps.js";
import type { Tensor } from "../../reference/tensor/tensor.js";
import {
  expectClose,
  unlessFailed,
  type Answers,
  type CheckContext,
  type DeclareCheck,
  type Script,
  type Wanted,
} from "../kit/index.js";
import { callForward, callStep, construct, readSequences, readStates, wantSequences } from "./asking.js";
import { gradientsOf, largestEntry, named, type Cell } from "./cell.js";
import { golden } from "./goldens.js";
import { sequenceLabel, stateLabel, tensorLabel } from "./labels.js";
import { randomProblem, startingStates, type Problem } from "./problem.js";
import { largeCellProblem, saturatedProblem } from "./saturation.js";
import { askSequences, judgeSequences } from "./sequences.js";

/** A step, sequences and gradients that were asked for, beside the right ones. */
interface Asked {
  readonly problem: Problem;
  /** The states after the first step. */
  readonly step: readonly Wanted[];
  readonly sequences: readonly Wanted[];
  readonly gradients: readonly Wanted[];
  readonly expected: RecurrentOutputs;
  /** What is as small as rounding beside the largest of them. */
  readonly scale: number;
}

function askAll(script: Script, problem: Problem): Asked {
  const { cell, sizes, params, X, dh } = problem;
  const net = construct(script, cell, sizes, params);
  const step = callStep(script, cell, net, stepAt(X, 0), startingStates(problem)).wanted;
  const run = callForward(script, net, X, startingStates(problem));
  const sequences = wantSequences(script, cell, run);
  const result = script.call(net, "backward", dh, run.at("cache"));
  const expected = cell.run(problem);
  return {
    problem,
    step,
    sequences,
    gradients: gradientsOf(cell).map((name) => script.want(result, name)),
    expected,
    scale: 0.01 * largestEntry(expected.gradients),
  };
}

function read(answers: Answers, { problem, gradients }: Asked, at: number): Tensor {
  const name = gradientsOf(problem.cell)[at] ?? "";
  return answers.tensor(gradients[at] as Wanted, tensorLabel(name, problem.sizes, "d"));
}

/** Nothing where the first step is the reference's. */
function expectRightStep(context: CheckContext, answers: Answers, asked: Asked): void {
  const { cell, sizes } = asked.problem;
  const got = readStates(answers, cell, asked.step, sizes);
  cell.states.forEach((state, i) => {
    const right = stepAt(named(asked.expected.states, state), 0);
    expectClose(context, got[i] as Tensor, right, stateLabel(sizes, `${state}'`));
  });
}

/** Nothing where the sequences are the reference's. */
function expectRightSequences(context: CheckContext, answers: Answers, asked: Asked): void {
  const { cell, sizes } = asked.problem;
  const got = readSequences(answers, cell, asked.sequences, sizes);
  cell.states.forEach((state, i) => {
    const right = named(asked.expected.states, state);
    expectClose(context, got[i] as Tensor, right, sequenceLabel(sizes, state));
  });
}

/**
 * Declares that units driven to ±1000, by weights, by biases or by what a cell holds, give right answers where ordinary units do. What is wrong
 * anyway has lost its points elsewhere: such sequences may be those of the submission's own steps, such gradients are
 * finite.
 */
export function checkSaturation(check: DeclareCheck, cell: Cell, points: number): void {
  check("saturation", { points, kind: "golden" }, async (context) => {
    const { problem: byBiases } = golden(cell, "saturated");
    const byCells = cell.states.includes("c") ? [largeCellProblem(context.random.fork("cells"), cell)] : [];
    const problems = [saturatedProblem(context.random, cell), byBiases, ...byCells];
    const script = context.script();
    const sequences = problems.map((problem, i) =>
      askSequences(script, problem, context.random.fork(`own steps ${i}`)),
    );
    const ordinary = askAll(script, randomProblem(context.random, cell, { N: 2, T: 4, D: 3, H: 5 }));
    const saturated = problems.map((problem) => askAll(script, problem));
    const answers = await context.run(script);
    const isOrdinarily = (expect: typeof expectRightStep): boolean =>
      unlessFailed(() => (expect(context, answers, ordinary), true)) ?? false;
    if (isOrdinarily(expectRightStep)) {
      for (const asked of saturated) expectRightStep(context, answers, asked);
    }
    if (isOrdinarily(expectRightSequences)) {
      for (const asked of saturated) expectRightSequences(context, answers, asked);
    } else {
      for (const question of sequences) judgeSequences(context, answers, question);
    }
    const isRight = gradientsOf(cell).map((name, at) => {
      const got = unlessFailed(() => read(answers, ordinary, at));
      return (
        got !== null &&
        compare(got, named(ordinary.expected.gradients, name), { scale: ordinary.scale }).tier !== "fail"
      );
    });
    for (const asked of saturated) {
      gradientsOf(cell).forEach((name, at) => {
        const got = read(answers, asked, at);
        const label = tensorLabel(name, asked.problem.sizes, "d");
        if (isRight[at] === true)
          expectClose(context, got, named(asked.expected.gradients, name), label, { scale: asked.scale });
      });
    }
  });
}
