import { forward } from "../../reference/models/two-layer-nn.js";
import { TOLERANCE } from "../../reference/gradients/tolerance.js";
import type { Value } from "../../grader/host/wire/message.js";
import type { Tensor } from "../../reference/tensor/tensor.js";
import {
  checksOf,
  expectClose,
  expectRight,
  expectSame,
  expectUntouched,
  fail,
  forAll,
  numberText,
  type CheckContext,
  type Script,
  type Wanted,
} from "../kit/index.js";
import { problemOf, randomCases } from "./cases.js";
import { extremeProblems } from "./extremes.js";
import { golden, ORDINARY } from "./goldens.js";
import {
  construct,
  inputLabel,
  outputLabel,
  paramLabel,
  PARAM_NAMES,
  randomProblem,
  wantParams,
} from "./network.js";
import type { Problem } from "./network.js";

const check = checksOf("forward");

/** Asks a fresh network with the problem's parameters for `y (N, C)`. */
function askOutput(script: Script, problem: Problem): Wanted {
  const net = construct(script, problem.sizes, problem.params);
  return script.want(script.call(net, "forward", problem.X), "y");
}

/** An output `y (N, C)` with the right one. */
interface Output {
  readonly got: Tensor;
  readonly expected: Tensor;
}

/**
 * Probabilities computed in float32 are right to a few 1e-7. What is farther off was computed otherwise, and with it the
 * gradient would not be right.
 */
const OUTPUT_TOLERANCE = { pass: TOLERANCE.pass, float32: 1e-5 };

/** Judges `y` on some problems by the reference; gives what was judged. */
async function judgeOutputs(
  context: CheckContext,
  problems: readonly Problem[],
  tolerance = OUTPUT_TOLERANCE,
): Promise<Output[]> {
  const script = context.script();
  const wanted = problems.map((problem) => askOutput(script, problem));
  const answers = await context.run(script);
  return problems.map((problem, i) => {
    const label = outputLabel(problem.sizes);
    const got = answers.tensor(wanted[i] as Wanted, label);
    const expected = forward(problem.params, problem.X).y;
    expectClose(context, got, expected, label, { tolerance });
    return { got, expected };
  });
}

/** Nothing where what is all but 0 is not held up by more than the epsilon that is allowed, once normalised. */
function expectUnclipped(outputs: readonly Output[]): void {
  const small = outputs.flatMap(({ got, expected }) => {
    return [...got.data].filter((_, i) => (expected.data[i] ?? 1) < 1e-12);
  });
  const least = Math.min(...small);
  if (least > 2 * TOLERANCE.epsilon) fail("two-layer-nn.clipped-output", { got: numberText(least) });
}

/** The same batch for a network with other parameters. */
function withOtherParams(context: CheckContext, problem: Problem): Problem {
  return { ...problem, params: randomProblem(context.random, problem.sizes).params };
}

/** Nothing where not all examples have one answer, and another network has another one. */
function expectSensitive(y: Tensor, yOfOther: Tensor): void {
  const distinct = new Set(y.toRows().map((row) => row.join()));
  // Two alone may well coincide, where a unit of another activation than the sigmoid is dead for both.
  if (distinct.size === 1) fail("check.indifferent", { what: "y", to: "X" });
  if (y.minus(yOfOther).maxAbs() < 1e-9) fail("check.indifferent", { what: "y", to: "params" });
}

check("shape", { points: 1, kind: "shape" }, async (context) => {
  const problem = randomProblem(context.random, { N: 4, D: 5, H: 6, C: 3 });
  const script = context.script();
  const net = construct(script, problem.sizes, problem.params);
  const result = script.call(net, "forward", problem.X);
  const y = script.want(result, "y");
  const ffDict = script.want(result, "ffDict");
  const other = askOutput(script, withOtherParams(context, problem));
  const answers = await context.run(script);
  const got = answers.tensor(y, outputLabel(problem.sizes));
  if (answers.isNothing(ffDict)) fail("two-layer-nn.no-ffdict");
  // A stub has a shape too.
  expectSensitive(got, answers.tensor(other, outputLabel(problem.sizes)));
});

check("golden", { points: 6, kind: "golden" }, async (context) => {
  const goldens = ORDINARY.map(golden);
  const script = context.script();
  const wanted = goldens.map(({ problem }) => askOutput(script, problem));
  const answers = await context.run(script);
  goldens.forEach(({ problem, expected }, i) => {
    const label = outputLabel(problem.sizes);
    const got = answers.tensor(wanted[i] as Wanted, label);
    expectClose(context, got, expected.y, label, { tolerance: OUTPUT_TOLERANCE });
  });
});

check("unseen", { points: 4, kind: "golden", visibility: "hidden" }, async (context) => {
  await forAll(context, randomCases, 12, (script, value) => {
    const problem = problemOf(value);
    const wanted = askOutput(script, problem);
    const label = outputLabel(problem.sizes);
    return (answers) => {
      const expected = forward(problem.params, problem.X).y;
      expectClose(context, answers.tensor(wanted, label), expected, label, { tolerance: OUTPUT_TOLERANCE });
    };
  });
});

check("batch", { points: 2, kind: "property" }, async (context) => {
  const problem = randomProblem(context.random, { N: 5, D: 4, H: 3, C: 6 });
  const order = [3, 0, 4, 2, 1];
  const script = context.script();
  const net = construct(script, problem.sizes, problem.params);
  const ask = (X: Tensor): Wanted => script.want(script.call(net, "forward", X), "y");
  const whole = ask(problem.X);
  const shuffled = ask(problem.X.takeRows(order));
  const single = order.map((row) => ask(problem.X.takeRows([row])));
  const other = askOutput(script, withOtherParams(context, problem));
  const answers = await context.run(script);

  const label = outputLabel(problem.sizes);
  const y = answers.tensor(whole, label);
  expectSensitive(y, answers.tensor(other, label));
  expectSame(answers.tensor(shuffled, label), y.takeRows(order), label, "reordered");
  order.forEach((row, i) => {
    const one = outputLabel({ N: 1, C: problem.sizes.C });
    expectSame(answers.tensor(single[i] as Wanted, one), y.takeRows([row]), one, "alone");
  });
});

check("params", { points: 2, kind: "property" }, async (context) => {
  const sizes = { N: 4, D: 3, H: 5, C: 3 };
  const [first, second] = [randomProblem(context.random, sizes), randomProblem(context.random, sizes)];
  const script = context.script();
  // One and the same array each time: whoever remembers an answer by its input is seen.
  const X = script.hold(first.X);
  const net = construct(script, sizes, first.params);
  const other = construct(script, sizes, second.params);
  const ask = (on: typeof net): Wanted => script.want(script.call(on, "forward", X), "y");
  const yFirst = ask(net);
  const yOther = ask(other);
  // One of other sizes as well: what all networks have in common is not what one of them needs.
  const larger = randomProblem(context.random, { N: 2, D: 6, H: 7, C: 5 });
  askOutput(script, larger);
  script.set(net, "params", { ...second.params });
  const ySecond = ask(net);
  script.set(net, "params", { ...first.params });
  const yAgain = ask(net);
  const yOtherAgain = ask(other);
  const answers = await context.run(script);

  const label = outputLabel(sizes);
  const read = (wanted: Wanted): Tensor => answers.tensor(wanted, label);
  if (read(yFirst).minus(read(ySecond)).maxAbs() < 1e-9) {
    fail("check.indifferent", { what: "y", to: "params" });
  }
  expectSame(read(ySecond), read(yOther), label, "replaced");
  expectSame(read(yAgain), read(yFirst), label, "restored");
  expectSame(read(yOtherAgain), read(yOther), label, "other-network");
});

check("extremes", { points: 3, kind: "golden" }, async (context) => {
  const { hidden, logits, apart } = extremeProblems(context.random);
  // In float32 logits of 1000 are off by 6e-5, and so are their probabilities.
  expectUnclipped(await judgeOutputs(context, [hidden, logits, apart], TOLERANCE));
});

check("edges", { points: 2, kind: "golden" }, async (context) => {
  const sizes = [
    { N: 1, D: 4, H: 3, C: 5 },
    { N: 3, D: 1, H: 4, C: 2 },
    { N: 4, D: 5, H: 1, C: 3 },
    { N: 1, D: 1, H: 1, C: 2 },
  ];
  await judgeOutputs(
    context,
    sizes.map((each) => randomProblem(context.random, each)),
  );
});

/** Nothing where params has the entries that it had: what forward keeps belongs into ffDict. */
function expectSameKeys(before: Value, after: Value): void {
  if (before.kind !== "object" || after.kind !== "object") return;
  const added = [...after.entries.keys()].filter((key) => !before.entries.has(key));
  if (added.length > 0) fail("two-layer-nn.params-grew", { keys: added.join(", ") });
}

check("pure", { points: 2, kind: "property" }, async (context) => {
  const problem = randomProblem(context.random, { N: 3, D: 4, H: 5, C: 2 });
  const script = context.script();
  const net = construct(script, problem.sizes, problem.params);
  const held = script.hold(problem.X);
  const before = wantParams(script, net, "params");
  const keysBefore = script.want(net, "params");
  const result = script.call(net, "forward", held);
  const first = script.want(result, "y");
  const second = script.want(script.call(net, "forward", held), "y");
  const X = script.want(held);
  const after = wantParams(script, net, "params");
  const keysAfter = script.want(net, "params");
  script.call(net, "forward", randomProblem(context.random, problem.sizes).X);
  const later = script.want(result, "y");
  const answers = await context.run(script);

  const label = outputLabel(problem.sizes);
  expectSameKeys(answers.value(keysBefore), answers.value(keysAfter));
  expectUntouched(answers, X, problem.X, inputLabel(problem.sizes), "TwoLayerNN.forward");
  for (const name of PARAM_NAMES) {
    const what = paramLabel(name, problem.sizes);
    expectUntouched(answers, after[name], before[name], what, "TwoLayerNN.forward");
  }
  expectSame(answers.tensor(second, label), answers.tensor(first, label), label, "twice");
  expectSame(answers.tensor(later, label), answers.tensor(first, label), label, "earlier-answer");
  const right = forward(problem.params, problem.X).y;
  expectRight(context, answers.tensor(first, label), right, label, { tolerance: OUTPUT_TOLERANCE });
});
