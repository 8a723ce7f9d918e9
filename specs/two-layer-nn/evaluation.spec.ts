import { TOLERANCE } from "../../reference/gradients/tolerance.js";
import { accuracy } from "../../reference/models/two-layer-nn.js";
import { oneHot } from "../../reference/nn/one-hot.js";
import { softmax } from "../../reference/nn/softmax.js";
import type { Random } from "../../reference/random/random.js";
import { Tensor } from "../../reference/tensor/tensor.js";
import {
  checksOf,
  expectClose,
  expectSame,
  expectUntouched,
  type CheckContext,
  type Label,
} from "../kit/index.js";
import { construct, outputLabel, randomProblem } from "./network.js";

const check = checksOf("evaluation");

const ACCURACY: Label = { what: "accuracy", axes: [] };

/** One-hot targets and probabilities, both `(N, C)`. */
interface Predictions {
  readonly Y: Tensor;
  readonly yHat: Tensor;
}

/**
 * Predictions of which exactly `right` rows are right, by a clear margin. Every other row, right or wrong, is sure of
 * itself; the rest leave less than one half to every class.
 */
function predictions(random: Random, N: number, C: number, right: number): Predictions {
  const labels = Array.from({ length: N }, () => random.integer(0, C - 1));
  const isRight = random.shuffle(Array.from({ length: N }, (_, n) => n < right));
  const logits = random.normalTensor([N, C], 0.2).toRows();
  logits.forEach((row, n) => {
    const label = labels[n] ?? 0;
    const winner = isRight[n] === true ? label : (label + random.integer(1, C - 1)) % C;
    row[winner] = Math.max(...row) + (n % 2 === 0 ? 2.5 : 0.2);
  });
  return { Y: oneHot(labels, C), yHat: softmax(Tensor.fromRows(logits)) };
}

/** The first index of the largest number. */
function argmax(numbers: readonly number[]): number {
  return numbers.indexOf(Math.max(...numbers));
}

/** For how many classes the argmax down the batch agrees: what an accuracy along the wrong axis counts. */
function hitsByColumn({ Y, yHat }: Predictions): number {
  const [targets, probabilities] = [Y.transpose().toRows(), yHat.transpose().toRows()];
  return targets.filter((column, c) => argmax(column) === argmax(probabilities[c] ?? [])).length;
}

/**
 * As {@link predictions}, drawn until what the wrong axis counts is no other answer as well: the accuracy, divided by N
 * or by C, the error rate, how many rows are right and sure of it, or nothing.
 */
function tellingPredictions(random: Random, N: number, C: number, right: number): Predictions {
  for (;;) {
    const drawn = predictions(random, N, C, right);
    const targets = drawn.Y.toRows();
    const sure = drawn.yHat.toRows().filter((row, n) => (row[argmax(targets[n] ?? [])] ?? 0) > 0.5).length;
    const hits = hitsByColumn(drawn);
    if (![0, right, N - right, sure].includes(hits) && hits * N !== right * C) return drawn;
  }
}

/** As many predictions as a training set has, of which 60 % are right: those come first, so that no part has as many. */
function manyPredictions(random: Random): Predictions {
  const { Y, yHat } = predictions(random, 250, 3, 150);
  const [targets, chosen] = [Y.argmaxRows(), yHat.argmaxRows()];
  const rows = targets.map((_, n) => n);
  const isRight = (n: number): boolean => targets[n] === chosen[n];
  const order = [...rows.filter(isRight), ...rows.filter((n) => !isRight(n))];
  return { Y: Y.takeRows(order), yHat: yHat.takeRows(order) };
}

async function judgeAccuracies(context: CheckContext, cases: readonly Predictions[]): Promise<void> {
  const judge = await askAccuracies(context, cases);
  judge();
}

/** Asks for all accuracies, and gives back how to judge them. */
async function askAccuracies(context: CheckContext, cases: readonly Predictions[]): Promise<() => void> {
  const script = context.script();
  const wanted = cases.map(({ Y, yHat }) => {
    return script.want(script.call(construct(script, { D: 2, H: 3, C: Y.columns }), "evaluate", Y, yHat));
  });
  const answers = await context.run(script);
  return () => {
    const got = wanted.map((each) => answers.number(each, "accuracy"));
    cases.forEach(({ Y, yHat }, i) => {
      const expected = Tensor.of([], [accuracy(Y, yHat)]);
      // A percentage is a quotient of whole numbers, exact enough in float32 as well; what is coarser was rounded.
      const tolerance = { pass: TOLERANCE.pass, float32: TOLERANCE.pass };
      const options = { slack: 1e-9, factors: { 100: 100 }, tolerance };
      expectClose(context, Tensor.of([], [got[i] ?? Number.NaN]), expected, ACCURACY, options);
    });
  };
}

check("golden", { points: 3, kind: "golden" }, async (context) => {
  const { random } = context;
  // Whole percentages, in which rounding cannot show, and never none or all of them.
  await judgeAccuracies(context, [tellingPredictions(random, 4, 3, 3), tellingPredictions(random, 5, 4, 2)]);
});

check("unseen", { points: 1, kind: "golden", visibility: "hidden" }, async (context) => {
  const { random } = context;
  const cases = Array.from({ length: 8 }, () => {
    // Sizes that make whole percentages: rounding is judged by a check of its own.
    const N = [4, 5, 10, 20][random.integer(0, 3)] ?? 4;
    return predictions(random, N, random.integer(2, 6), random.integer(1, N - 1));
  });
  await judgeAccuracies(context, [...cases, manyPredictions(random)]);
});

check("exact", { points: 2, kind: "golden" }, async (context) => {
  const { random } = context;
  const thirds = predictions(random, 3, 5, 1);
  const sevenths = tellingPredictions(random, 7, 6, 5);
  const none = predictions(random, 4, 3, 0);
  const all = predictions(random, 6, 3, 6);
  // Both are asked before either is judged, so that nobody learns from the second that the first was wrong.
  const judges = [
    await askAccuracies(context, [thirds, sevenths, none, all]),
    await askPurity(context, sevenths),
  ];
  for (const judge of judges) judge();
});

/**
 * Asks whether `evaluate` leaves its arguments as they are, and goes by them alone after a `forward` with another number
 * of examples; gives back how to judge it.
 */
async function askPurity(context: CheckContext, { Y, yHat }: Predictions): Promise<() => void> {
  const [N, C] = [Y.rows, Y.columns];
  const script = context.script();
  const [heldY, heldYHat] = [script.hold(Y), script.hold(yHat)];
  const sizes = { D: 2, H: 3, C };
  const net = construct(script, sizes);
  script.call(net, "forward", randomProblem(context.random, { ...sizes, N: N + 4 }).X);
  const wanted = script.want(script.call(net, "evaluate", heldY, heldYHat));
  const [afterY, afterYHat] = [script.want(heldY), script.want(heldYHat)];
  const answers = await context.run(script);
  return () => {
    expectUntouched(answers, afterY, Y, outputLabel({ N, C }, "Y"), "TwoLayerNN.evaluate");
    expectUntouched(answers, afterYHat, yHat, outputLabel({ N, C }, "yHat"), "TwoLayerNN.evaluate");
    const got = Tensor.of([], [answers.number(wanted, "accuracy")]);
    expectSame(got, Tensor.of([], [accuracy(Y, yHat)]), ACCURACY, "two-layer-nn.after-forward");
  };
}
