import fc from "fast-check";
import type { Tensor } from "../../reference/tensor/tensor.js";
import {
  checksOf,
  expectClose,
  expectSame,
  expectUntouched,
  fail,
  forAll,
  type Answers,
  type CheckContext,
  type DeclareCheck,
  type Wanted,
} from "../kit/index.js";
import { problemOf } from "./cases.js";
import { extremeProblems } from "./extremes.js";
import {
  askBackward,
  askGradient,
  judgeGradient,
  ownLossTier,
  referenceGradient,
  type GradientQuestion,
} from "./gradients.js";
import { askLargeBatch, judgeLargeBatch } from "./large-batch.js";
import {
  construct,
  inputLabel,
  nextLabels,
  outputLabel,
  paramLabel,
  PARAM_NAMES,
  randomProblem,
  wantParams,
} from "./network.js";
import type { ParamName } from "./network.js";
import { flatProblem, steepProblem } from "./terrain.js";

const check: DeclareCheck = checksOf("backward");

check("shapes", { points: 2, kind: "shape" }, async (context) => {
  const problem = randomProblem(context.random, { N: 6, D: 5, H: 4, C: 3 });
  const script = context.script();
  const gradient = askBackward(script, problem);
  const answers = await context.run(script);
  for (const name of PARAM_NAMES) {
    const label = paramLabel(name, problem.sizes, "d");
    // A stub has shapes too.
    if (answers.tensor(gradient[name], label).maxAbs() === 0)
      fail("two-layer-nn.zero-gradient", { what: label.what });
  }
});

/** Declares the check of one parameter's gradient. */
function checkParam(name: ParamName, points: number): void {
  check(name, { points, kind: "gradient" }, async (context) => {
    // Not a stored one: what can be stored can be looked up.
    const problem = randomProblem(context.random, { N: 5, D: 4, H: 6, C: 3 });
    const script = context.script();
    const question = askGradient(script, problem, context.random, name);
    const answers = await context.run(script);
    judgeGradient(context, answers, question, name);
  });
}

checkParam("W2", 4);
checkParam("b2", 3);
checkParam("W1", 5);
checkParam("b1", 3);

check("unseen", { points: 2, kind: "gradient", visibility: "hidden" }, async (context) => {
  const dimension = (min: number, max: number): fc.Arbitrary<number> => fc.integer({ min, max });
  const drawn = fc.record({
    N: dimension(2, 5),
    // A single input or unit is an edge of its own: a mistake such as a division by √H would not show in it.
    D: dimension(2, 4),
    H: dimension(2, 4),
    C: dimension(2, 4),
    seed: dimension(0, 0xffff),
  });
  // Where every class comes exactly once, a softmax along the wrong axis has the gradient of the right one.
  const cases = drawn.filter(({ N, C }) => N !== C);
  // Asked before the small cases are judged.
  const script = context.script();
  const large = askLargeBatch(script, context.random.fork("large"));
  const answersToLarge = await context.run(script);
  await forAll(context, cases, 4, (script, value) => {
    const question = askGradient(script, problemOf(value), context.random.fork(String(value.seed)));
    return (answers) => {
      for (const name of PARAM_NAMES) judgeGradient(context, answers, question, name);
    };
  });
  judgeLargeBatch(context, answersToLarge, large);
});

/** Three batches of one network, their forwards first and their backwards after, in another order. */
check("cache", { points: 2, kind: "property" }, async (context) => {
  const sizes = { N: 4, D: 3, H: 5, C: 3 };
  const problem = randomProblem(context.random, sizes);
  const batches = [problem, randomProblem(context.random, sizes), randomProblem(context.random, sizes)];
  const script = context.script();
  const net = construct(script, sizes, problem.params);
  const apart = batches.map(({ X, Y }) => {
    const result = script.call(net, "forward", X);
    return wantParams(script, script.call(net, "backward", X, Y, result.at("ffDict")));
  });
  const held = batches.map(({ X, Y }) => ({ X: script.hold(X), Y: script.hold(Y) }));
  const results = held.map(({ X }) => script.call(net, "forward", X));
  const late = [1, 0, 2].map((i) => {
    const { X, Y } = held[i] as (typeof held)[number];
    const ffDict = (results[i] as (typeof results)[number]).at("ffDict");
    return { i, wanted: wantParams(script, script.call(net, "backward", X, Y, ffDict)) };
  });
  // The number of examples belongs to a cache as well.
  const another = construct(script, sizes, problem.params);
  const earlier = script.call(another, "forward", problem.X).at("ffDict");
  script.call(another, "forward", randomProblem(context.random, { ...sizes, N: 6 }).X);
  const wanted = wantParams(script, script.call(another, "backward", problem.X, problem.Y, earlier));
  late.push({ i: 0, wanted });
  // Nor are the labels part of it: what was given for others is no answer to these.
  const otherY = nextLabels(problem.Y);
  const relabelled = wantParams(script, script.call(another, "backward", problem.X, otherY, earlier));
  const afresh = askBackward(script, { ...problem, Y: otherY });
  const answers = await context.run(script);

  for (const name of PARAM_NAMES) {
    const label = paramLabel(name, sizes, "d");
    const read = (wanted: Record<ParamName, Wanted> | undefined): Tensor => {
      if (wanted === undefined) throw new Error("no such batch");
      return answers.tensor(wanted[name], label);
    };
    const first = read(apart[0]);
    // Gradients that never change go by no cache at all.
    if (read(apart[1]).minus(first).maxAbs() < 1e-12)
      fail("check.indifferent", { what: label.what, to: "X, Y" });
    for (const { i, wanted } of late) expectSame(read(wanted), read(apart[i]), label, "earlier-cache");
    expectSame(read(relabelled), read(afresh), label, "two-layer-nn.other-labels");
  }
});

check("edges", { points: 1, kind: "gradient" }, async (context) => {
  const problems = [
    randomProblem(context.random, { N: 1, D: 3, H: 2, C: 4 }),
    randomProblem(context.random, { N: 3, D: 2, H: 1, C: 2 }),
  ];
  const steep = steepProblem(context.random, { N: 4, D: 5, H: 6, C: 3 });
  const flat = flatProblem(context.random);
  const script = context.script();
  const ordinary = [...problems, steep].map((problem) => askGradient(script, problem, context.random));
  const learnt = askGradient(script, flat, context.random);
  const saturated = askGradient(script, extremeProblems(context.random).hidden, context.random);
  const answers = await context.run(script);
  for (const question of ordinary) {
    for (const name of PARAM_NAMES) judgeGradient(context, answers, question, name);
  }
  for (const name of PARAM_NAMES) {
    // Saturated units are where numeric differentiation says nothing: the gradient of another loss is only finite here.
    if (ownLossTier(answers, saturated) !== "fail") judgeGradient(context, answers, saturated, name);
    else answers.tensor(saturated.gradient[name], paramLabel(name, saturated.problem.sizes, "d"));
  }
  if (ownLossTier(answers, learnt) !== "fail") judgeLearnt(context, answers, learnt);
});

/** Where nothing is left to learn, the gradient is all but 0: what a decay of the weights adds is all that is seen. */
function judgeLearnt(context: CheckContext, answers: Answers, { problem, gradient }: GradientQuestion): void {
  const right = referenceGradient(problem);
  for (const name of PARAM_NAMES) {
    const label = paramLabel(name, problem.sizes, "d");
    // In float32 the probabilities themselves, which are close to 1, are off by as much.
    expectClose(context, answers.tensor(gradient[name], label), right[name], label, { slack: 1e-6 });
  }
}

check("pure", { points: 2, kind: "property" }, async (context) => {
  const problem = randomProblem(context.random, { N: 3, D: 4, H: 5, C: 2 });
  const { sizes, X, Y } = problem;
  const script = context.script();
  const net = construct(script, sizes, problem.params);
  const before = wantParams(script, net, "params");
  const [heldX, heldY] = [script.hold(X), script.hold(Y)];
  const ffDict = script.call(net, "forward", heldX).at("ffDict");
  const first = wantParams(script, script.call(net, "backward", heldX, heldY, ffDict));
  const second = wantParams(script, script.call(net, "backward", heldX, heldY, ffDict));
  const after = wantParams(script, net, "params");
  const [afterX, afterY] = [script.want(heldX), script.want(heldY)];
  const question = askGradient(script, problem, context.random);
  const answers = await context.run(script);

  expectUntouched(answers, afterX, X, inputLabel(sizes), "TwoLayerNN.backward");
  expectUntouched(answers, afterY, Y, outputLabel(sizes, "Y"), "TwoLayerNN.backward");
  for (const name of PARAM_NAMES) {
    const label = paramLabel(name, sizes, "d");
    expectUntouched(answers, after[name], before[name], paramLabel(name, sizes), "TwoLayerNN.backward");
    expectSame(answers.tensor(second[name], label), answers.tensor(first[name], label), label, "twice");
    judgeGradient(context, answers, question, name);
  }
});
