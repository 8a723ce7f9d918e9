import { compare } from "../../reference/gradients/tolerance.js";
import type { Tensors } from "../../reference/models/recurrent-model.js";
import type { Tensor } from "../../reference/tensor/tensor.js";
import {
  expectClose,
  unlessFailed,
  type Answers,
  type DeclareCheck,
  type Script,
  type Wanted,
} from "../kit/index.js";
import { callForward, construct } from "./asking.js";
import { gradientsOf, named, type Cell } from "./cell.js";
import { golden } from "./goldens.js";
import { tensorLabel } from "./labels.js";
import { randomProblem, startingStates, type Problem } from "./problem.js";
import { saturatedProblem } from "./saturation.js";
import { askSequences, judgeSequences } from "./sequences.js";

/** Gradients that were asked for, beside the right ones. */
interface Asked {
  readonly problem: Problem;
  readonly gradients: readonly Wanted[];
  readonly expected: Tensors;
  /** What is as small as rounding beside the largest of them. */
  readonly scale: number;
}

function askAll(script: Script, problem: Problem): Asked {
  const { cell, sizes, params, X, dh } = problem;
  const net = construct(script, cell, sizes, params);
  const cache = callForward(script, net, X, startingStates(problem)).at("cache");
  const result = script.call(net, "backward", dh, cache);
  const expected = cell.run(problem).gradients;
  return {
    problem,
    gradients: gradientsOf(cell).map((name) => script.want(result, name)),
    expected,
    scale: 0.01 * Math.max(...Object.values(expected).map((gradient) => gradient.maxAbs())),
  };
}

function read(answers: Answers, { problem, gradients }: Asked, at: number): Tensor {
  const name = gradientsOf(problem.cell)[at] ?? "";
  return answers.tensor(gradients[at] as Wanted, tensorLabel(name, problem.sizes, "d"));
}

/**
 * Declares that units driven to ±1000, by weights or by biases, give right sequences and finite gradients: right ones
 * where those of ordinary units are, for a gradient that is wrong anyway has lost its points elsewhere.
 */
export function checkSaturation(check: DeclareCheck, cell: Cell, points: number): void {
  check("saturation", { points, kind: "golden" }, async (context) => {
    const { problem: byBiases } = golden(cell, "saturated");
    const problems = [saturatedProblem(context.random, cell), byBiases];
    const script = context.script();
    const sequences = problems.map((problem, i) =>
      askSequences(script, problem, context.random.fork(`own steps ${i}`)),
    );
    const ordinary = askAll(script, randomProblem(context.random, cell, { N: 2, T: 4, D: 3, H: 5 }));
    const saturated = problems.map((problem) => askAll(script, problem));
    const answers = await context.run(script);
    for (const question of sequences) judgeSequences(context, answers, question);
    const isRight = gradientsOf(cell).map((name, at) => {
      const got = unlessFailed(() => read(answers, ordinary, at));
      return (
        got !== null &&
        compare(got, named(ordinary.expected, name), { scale: ordinary.scale }).tier !== "fail"
      );
    });
    for (const asked of saturated) {
      gradientsOf(cell).forEach((name, at) => {
        const got = read(answers, asked, at);
        const label = tensorLabel(name, asked.problem.sizes, "d");
        if (isRight[at] === true)
          expectClose(context, got, named(asked.expected, name), label, { scale: asked.scale });
      });
    }
  });
}
