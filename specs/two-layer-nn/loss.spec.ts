import fc from "fast-check";
import { loss } from "../../reference/models/two-layer-nn.js";
import { epsilonAllowance } from "../../reference/gradients/tolerance.js";
import { oneHot } from "../../reference/nn/one-hot.js";
import { softmax } from "../../reference/nn/softmax.js";
import { Random } from "../../reference/random/random.js";
import { Tensor } from "../../reference/tensor/tensor.js";
import {
  checksOf,
  expectClose,
  expectRight,
  expectSame,
  expectUntouched,
  fail,
  forAll,
  type CheckContext,
  type Label,
  type Script,
  type Wanted,
} from "../kit/index.js";
import { golden, ORDINARY } from "./goldens.js";
import { construct, outputLabel, randomProblem } from "./network.js";
import { easiestFirst } from "./terrain.js";

const check = checksOf("loss");

const LOSS: Label = { what: "loss", axes: [] };

/** One-hot targets and probabilities, both `(N, C)`. */
interface Predictions {
  readonly Y: Tensor;
  readonly yHat: Tensor;
}

/** @param spread of the logits: at 1 the probabilities stay away from zero, where an epsilon would show. */
function predictions(random: Random, N: number, C: number, spread: number = 1): Predictions {
  const yHat = softmax(random.normalTensor([N, C], spread));
  const labels = Array.from({ length: N }, () => random.integer(0, C - 1));
  // One prediction at least is wrong: the loss of the label is not that of the prediction.
  const first = ((yHat.argmaxRows()[0] ?? 0) + random.integer(1, C - 1)) % C;
  labels[0] = first;
  // And the labels are not all the same.
  if (N > 1) labels[1] = (first + random.integer(1, C - 1)) % C;
  return { Y: oneHot(labels, C), yHat };
}

/**
 * As many predictions as a training set has, from the least loss to the largest: no part of them, and no mean over parts
 * that are not equally long, has the loss of all.
 */
function manyPredictions(random: Random): Predictions {
  const { Y, yHat } = predictions(random, 251, 3, 1);
  const order = easiestFirst(Y, yHat);
  return { Y: Y.takeRows(order), yHat: yHat.takeRows(order) };
}

/**
 * Predictions that are all right and sure of it, with probabilities from 0.995 up to 1 − 10⁻⁶: whoever keeps them below
 * one by more than is allowed is seen.
 */
function surePredictions(random: Random, C: number): Predictions {
  const doubts = random.shuffle([5e-3, 1e-3, 1e-4, 1e-5, 1e-6]);
  const labels = doubts.map(() => random.integer(0, C - 1));
  const rows = doubts.map((doubt, n) =>
    Array.from({ length: C }, (_, c) => (c === labels[n] ? 1 - doubt : doubt / (C - 1))),
  );
  return { Y: oneHot(labels, C), yHat: Tensor.fromRows(rows) };
}

function askLoss(script: Script, { Y, yHat }: Predictions): Wanted {
  const C = Y.columns;
  return script.want(script.call(construct(script, { D: 2, H: 3, C }), "computeLoss", Y, yHat));
}

function scalar(value: number): Tensor {
  return Tensor.of([], [value]);
}

/**
 * Judges a loss by the reference; an epsilon up to 1e-7 in the logarithm is allowed.
 *
 * @param rounding what is allowed on top, absolutely
 */
function judgeLoss(
  context: CheckContext,
  got: number,
  { Y, yHat }: Predictions,
  expected: number,
  rounding = 0,
): void {
  const options = { slack: epsilonAllowance(Y, yHat) + rounding, factors: { N: Y.rows, C: Y.columns } };
  expectClose(context, scalar(got), scalar(expected), LOSS, options);
}

check("golden", { points: 4, kind: "golden" }, async (context) => {
  const goldens = ORDINARY.map(golden);
  const given = goldens.map(({ problem, expected }) => ({ Y: problem.Y, yHat: expected.y }));
  const script = context.script();
  const wanted = given.map((each) => askLoss(script, each));
  const answers = await context.run(script);
  goldens.forEach(({ expected }, i) => {
    const got = answers.number(wanted[i] as Wanted, "loss");
    judgeLoss(context, got, given[i] as Predictions, expected.loss);
  });
});

check("unseen", { points: 2, kind: "golden", visibility: "hidden" }, async (context) => {
  const cases = fc.record({
    N: fc.integer({ min: 1, max: 8 }),
    C: fc.integer({ min: 2, max: 6 }),
    // Where most are sure and some are wrong, a larger epsilon than is allowed shows.
    spread: fc.constantFrom(1, 3),
    seed: fc.integer({ min: 0, max: 0xffff }),
  });
  // Asked before the small cases are judged.
  const { random } = context;
  const script = context.script();
  const others = [manyPredictions(random.fork("many")), surePredictions(random.fork("sure"), 4)];
  const wantedOfOthers = others.map((given) => askLoss(script, given));
  const answersToOthers = await context.run(script);
  await forAll(context, cases, 15, (script, { N, C, spread, seed }) => {
    const given = predictions(new Random(seed, "loss"), N, C, spread);
    const wanted = askLoss(script, given);
    return (answers) => judgeLoss(context, answers.number(wanted, "loss"), given, loss(given.Y, given.yHat));
  });
  others.forEach((given, i) => {
    const got = answersToOthers.number(wantedOfOthers[i] as Wanted, "loss");
    // In float32 a probability close to 1, and its logarithm with it, is off by half of 6e-8, and by as much once more
    // where an epsilon is added.
    judgeLoss(context, got, given, loss(given.Y, given.yHat), 1e-7);
  });
});

/** Two batches of 3 and 5 examples whose losses are so far apart that no other mean of the two is their mean. */
function unlikePredictions(random: Random, C: number): [Predictions, Predictions] {
  for (;;) {
    const [first, second] = [predictions(random, 3, C), predictions(random, 5, C)];
    if (Math.abs(loss(first.Y, first.yHat) - loss(second.Y, second.yHat)) > 0.2) return [first, second];
  }
}

check("batch", { points: 2, kind: "property" }, async (context) => {
  const C = 4;
  const [first, second] = unlikePredictions(context.random, C);
  const joined = (a: Predictions, b: Predictions): Predictions => ({
    Y: Tensor.fromRows([...a.Y.toRows(), ...b.Y.toRows()]),
    yHat: Tensor.fromRows([...a.yHat.toRows(), ...b.yHat.toRows()]),
  });
  const script = context.script();
  const wanted = [first, second, joined(first, first), joined(first, second)].map((one) =>
    askLoss(script, one),
  );
  const answers = await context.run(script);
  const [one = 0, other = 0, doubled = 0, both = 0] = wanted.map((each) => answers.number(each, "loss"));
  if (Math.abs(one - other) < 1e-9) fail("check.indifferent", { what: "loss", to: "yHat" });
  expectSame(scalar(doubled), scalar(one), LOSS, "doubled");
  expectSame(scalar(both), scalar((3 * one + 5 * other) / 8), LOSS, "weighted");
});

check("pure", { points: 2, kind: "property" }, async (context) => {
  const given = predictions(context.random, 4, 3);
  const { Y, yHat } = given;
  const script = context.script();
  const sizes = { D: 2, H: 3, C: 3 };
  const fresh = askLoss(script, given);
  const net = construct(script, sizes);
  // A forward with another number of examples: the loss goes by the rows it is given.
  script.call(net, "forward", randomProblem(context.random, { ...sizes, N: 7 }).X);
  const [heldY, heldYHat] = [script.hold(Y), script.hold(yHat)];
  const first = script.want(script.call(net, "computeLoss", heldY, heldYHat));
  const second = script.want(script.call(net, "computeLoss", heldY, heldYHat));
  const [afterY, afterYHat] = [script.want(heldY), script.want(heldYHat)];
  const answers = await context.run(script);
  expectUntouched(answers, afterY, Y, outputLabel({ N: 4, C: 3 }, "Y"), "TwoLayerNN.computeLoss");
  expectUntouched(answers, afterYHat, yHat, outputLabel({ N: 4, C: 3 }, "yHat"), "TwoLayerNN.computeLoss");
  const got = scalar(answers.number(first, "loss"));
  expectSame(scalar(answers.number(second, "loss")), got, LOSS, "twice");
  expectSame(got, scalar(answers.number(fresh, "loss")), LOSS, "two-layer-nn.after-forward");
  // An epsilon is allowed here as well, so rightness is the golden's own.
  expectRight(context, got, scalar(loss(Y, yHat)), LOSS, { slack: epsilonAllowance(Y, yHat) });
});
