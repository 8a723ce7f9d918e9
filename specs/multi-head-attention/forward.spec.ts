import fc from "fast-check";
import { PROJECTIONS } from "../../reference/models/multi-head-attention.js";
import { causalMask, drawMask } from "../../reference/nn/masks.js";
import { Random } from "../../reference/random/random.js";
import {
  checksOf,
  expectClose,
  expectSame,
  expectUntouched,
  fail,
  forAll,
  heatmapsOf,
  type Handle,
  type Wanted,
} from "../kit/index.js";
import { followParams } from "./current-params.js";
import { atSizes, EDGE_SIZES } from "./edges.js";
import { readElsewhere, askLayerElsewhere, expectLayerSensitive } from "./elsewhere.js";
import { extremeProblem } from "./extremes.js";
import { goldenLayer } from "./goldens.js";
import { askHeadLaws, judgeHeadLaws } from "./head-laws.js";
import {
  askForward,
  expectEither,
  isClose,
  judgeOutput,
  judgeOutputs,
  judgeWeights,
  readForward,
  rightForward,
} from "./judge-forward.js";
import { LAYER_PARTS, paramLabel, tokensLabel, weightsLabel } from "./labels.js";
import {
  callForward,
  construct,
  givenParams,
  problemOf,
  randomProblem,
  wantParams,
  type Problem,
} from "./layer.js";
import { outputFrom } from "./output-from.js";
import { ownForwards } from "./own-forward.js";
import { askPrefix, judgePrefix } from "./prefix.js";
import { askTokenLaws, judgeTokenLaws } from "./token-laws.js";
import { expectMaskUntouched } from "./untouched-mask.js";
import { drawUnseenSizes, HEADS } from "./unseen-sizes.js";

const check = checksOf("forward");

const SIZES = { N: 5, T: 4, E: 6, S: 3 };
const CALL = "CustomMultiHeadAttention.forward";

check("shape", { points: 1, kind: "shape" }, async (context) => {
  const problem = randomProblem(context.random, SIZES);
  const script = context.script();
  const layer = construct(script, SIZES, givenParams(problem.params));
  const cache = script.want(callForward(script, layer, problem.x), "cache");
  // A stub has shapes too.
  const asked = askLayerElsewhere(script, problem, randomProblem(context.random, SIZES));
  const answers = await context.run(script);
  readElsewhere(answers, problem, asked.here);
  if (answers.isNothing(cache)) fail("multi-head-attention.no-cache");
  expectLayerSensitive(answers, asked, ["x", "outProj"]);
});

check("golden", { points: 5, kind: "golden" }, async (context) => {
  const goldens = ["typical", "three-heads"].map(goldenLayer);
  const script = context.script();
  const asked = goldens.map(({ inputs, expected }) => ({
    question: askForward(context, script, problemOf(inputs)),
    expected,
  }));
  const answers = await context.run(script);
  for (const { question, expected } of asked) {
    const label = tokensLabel("output", question.problem.sizes);
    const got = answers.tensor(question.asked.output, label);
    const own = ownForwards(answers, question.own).map(({ output }) => output);
    expectEither(context, got, expected.output, own, label);
  }
});

check("uneven", { points: 1, kind: "golden" }, async (context) => {
  await judgeOutputs(context, [
    problemOf(goldenLayer("uneven").inputs),
    randomProblem(context.random, { N: 2, T: 4, E: 11, S: 3 }),
  ]);
});

check("unseen", { points: 3, kind: "golden", visibility: "hidden" }, async (context) => {
  const edgeScript = context.script();
  const edges = EDGE_SIZES.map((sizes) =>
    askForward(context, edgeScript, randomProblem(context.random, sizes)),
  );
  const edgeAnswers = await context.run(edgeScript);
  const cases = fc.record({ heads: fc.constantFrom(...HEADS), seed: fc.integer({ min: 0, max: 0xffff }) });
  await forAll(context, cases, 8, (script, { heads, seed }) => {
    const random = new Random(seed, "forward");
    const problem = randomProblem(random, drawUnseenSizes(random, heads));
    const question = askForward(context, script, problem);
    return (answers) => judgeOutput(context, answers, question);
  });
  for (const edge of edges) atSizes(edge.problem.sizes, () => judgeOutput(context, edgeAnswers, edge));
});

check("mask", { points: 3, kind: "golden" }, async (context) => {
  const { T } = SIZES;
  const script = context.script();
  const problems = [
    problemOf(goldenLayer("causal").inputs),
    problemOf(goldenLayer("masked").inputs),
    randomProblem(context.random, SIZES, drawMask(context.random, T, T)),
  ];
  const asked = problems.map((problem) => askForward(context, script, problem));
  const prefix = askPrefix(script, randomProblem(context.random, SIZES, causalMask(T)), context.random);
  const answers = await context.run(script);
  judgePrefix(answers, prefix);
  for (const question of asked) {
    judgeOutput(context, answers, question);
    judgeWeights(context, answers, question);
  }
});

check("weights", { points: 2, kind: "golden" }, async (context) => {
  const problem = randomProblem(context.random, SIZES);
  const script = context.script();
  const question = askForward(context, script, problem);
  const answers = await context.run(script);

  const label = weightsLabel(SIZES);
  const got = readForward(answers, question);
  const right = rightForward(problem);
  const own = ownForwards(answers, question.own);
  for (const picture of heatmapsOf(got.weights, right.weights, label)) context.picture(picture);
  // The own functions give weights together with the output that those made.
  const isOwn = own.some((each) => isClose(got.weights, each.weights) && isClose(got.output, each.output));
  if (isOwn && !isClose(got.weights, right.weights)) {
    context.note({ code: "multi-head-attention.own-functions", values: { what: "weights" } });
    return;
  }
  expectClose(context, got.weights, right.weights, label);
  if (!isClose(got.output, outputFrom(got.weights, problem))) {
    fail("multi-head-attention.other-weights");
  }
});

check("heads", { points: 2, kind: "property" }, async (context) => {
  const problem = randomProblem(context.random, { N: 4, T: 5, E: 6, S: 3 });
  const script = context.script();
  const asked = askHeadLaws(script, problem, context.random);
  const elsewhere = askLayerElsewhere(script, problem, randomProblem(context.random, problem.sizes));
  const answers = await context.run(script);
  expectLayerSensitive(answers, elsewhere);
  judgeHeadLaws(answers, asked);
});

check("tokens", { points: 2, kind: "property" }, async (context) => {
  const problem = randomProblem(context.random, SIZES);
  const script = context.script();
  const asked = askTokenLaws(script, problem);
  const elsewhere = askLayerElsewhere(script, problem, randomProblem(context.random, SIZES));
  const answers = await context.run(script);
  expectLayerSensitive(answers, elsewhere, ["x", "outProj"]);
  judgeTokenLaws(context, answers, asked);
});

check("params", { points: 1, kind: "property" }, (context) => followParams(context, SIZES));

check("extremes", { points: 1, kind: "golden" }, async (context) => {
  const problem = extremeProblem(context.random);
  const script = context.script();
  const question = askForward(context, script, problem);
  const answers = await context.run(script);
  readForward(answers, question);
  judgeOutput(context, answers, question);
});

check("pure", { points: 1, kind: "property" }, async (context) => {
  const { T } = SIZES;
  const problem: Problem = randomProblem(context.random, SIZES);
  const mask = drawMask(context.random, T, T);
  const script = context.script();
  const layer = construct(script, SIZES, givenParams(problem.params));
  const before = wantParams(script, layer, "params");
  const [x, heldMask] = [script.hold(problem.x), script.hold(mask)];
  const call = (...given: Handle[]): Handle => callForward(script, layer, x, ...given);
  const result = call();
  const first = script.want(result, "output");
  const ask = (...given: Handle[]): Wanted => script.want(call(...given), "output");
  const [masked, second, maskedAgain] = [ask(heldMask), ask(), ask(heldMask)];
  callForward(script, layer, randomProblem(context.random.fork("other"), SIZES).x);
  const later = script.want(result, "output");
  const [xAfter, maskAfter] = [script.want(x), script.want(heldMask)];
  const after = wantParams(script, layer, "params");
  const question = askForward(context, script, problem);
  const answers = await context.run(script);

  const label = tokensLabel("output", SIZES);
  expectUntouched(answers, xAfter, problem.x, tokensLabel("x", SIZES), CALL);
  expectMaskUntouched(answers, maskAfter, mask, CALL);
  for (const name of PROJECTIONS) {
    for (const part of LAYER_PARTS) {
      const paramsLabel = paramLabel(name, part, SIZES, "params.");
      expectUntouched(answers, after[name][part], before[name][part], paramsLabel, CALL);
    }
  }
  expectSame(answers.tensor(second, label), answers.tensor(first, label), label, "twice");
  expectSame(answers.tensor(later, label), answers.tensor(first, label), label, "earlier-answer");
  expectSame(answers.tensor(maskedAgain, label), answers.tensor(masked, label), label, "twice");
  judgeOutput(context, answers, question);
});
