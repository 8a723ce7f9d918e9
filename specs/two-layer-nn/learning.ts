import { join } from "node:path";
import { assignmentFolder } from "../../grader/assignment/texts.js";
import { blobs } from "../../reference/data/blobs.js";
import { loadDigits } from "../../reference/data/digits.js";
import type { Examples } from "../../reference/data/examples.js";
import { accuracy, forward, initialize, type TwoLayerParams } from "../../reference/models/two-layer-nn.js";
import { train } from "../../reference/models/two-layer-training.js";
import { shuffledBatches } from "../../reference/nn/batches.js";
import type { Tensor } from "../../reference/tensor/tensor.js";
import {
  fail,
  numberText,
  plainNumber,
  unlessFailed,
  type Answers,
  type CheckContext,
  type Script,
  type Wanted,
} from "../kit/index.js";
import { construct, outputLabel, readParams, wantParams, type Sizes } from "./network.js";
import { callTrain, type TrainOptions } from "./train-run.js";

/** Plain loops take a tenth of this; a functional style may take several times as long. */
const LEARNING_CPU_MS = 6_000;

/** Examples to learn from, and others to be tested on. */
export interface LearningData {
  readonly X: Tensor;
  readonly Y: Tensor;
  readonly XVal: Tensor;
  readonly YVal: Tensor;
}

/** What is asked of a training run: its loss curve, and what the network makes of the validation set after it. */
interface LearningQuestion {
  readonly sizes: Sizes;
  readonly start: TwoLayerParams;
  readonly trainLoss: Wanted;
  readonly y: Wanted;
  readonly params: ReturnType<typeof wantParams>;
}

/** Asks a network that starts from Glorot weights to learn. */
export function askLearning(
  context: CheckContext,
  script: Script,
  data: LearningData,
  H: number,
  options: TrainOptions,
): LearningQuestion {
  const sizes = { N: data.XVal.rows, D: data.X.columns, H, C: data.Y.columns };
  const start = initialize(context.random.fork("weights"), sizes.D, H, sizes.C);
  const net = construct(script, sizes, start);
  const result = callTrain(script, net, data, options);
  const y = script.call(net, "forward", data.XVal).at("y");
  return {
    sizes,
    start,
    trainLoss: script.want(result, "trainLoss"),
    y: script.want(y),
    params: wantParams(script, net, "params"),
  };
}

/**
 * Nothing where enough of the validation set is classified right, by the submission's own forward or, with the
 * weights that it learned, by a right one.
 *
 * @param least accuracy in percent
 * @throws CheckFailure that gives the accuracy.
 */
export function judgeLearning(
  answers: Answers,
  asked: LearningQuestion,
  data: LearningData,
  least: number,
): void {
  answers.value(asked.trainLoss);
  const own = accuracy(data.YVal, answers.tensor(asked.y, outputLabel(asked.sizes)));
  const right = accuracy(data.YVal, forward(readParams(answers, asked.params, asked.sizes), data.XVal).y);
  const best = Math.max(own, right);
  if (!(best >= least)) fail("two-layer-nn.not-learnt", { got: numberText(best), least });
}

/** The loss curve beside that of the reference, which learned the same examples in an order of its own. */
function pictureOfLosses(
  context: CheckContext,
  answers: Answers,
  asked: LearningQuestion,
  data: LearningData,
  options: TrainOptions,
): void {
  const axes = [{ letter: "epochs", name: "epoch", size: options.epochs }];
  const yours = unlessFailed(() => answers.tensor(asked.trainLoss, { what: "trainLoss", axes }));
  if (yours === null) return;
  const order = context.random.fork("order");
  const epochs = Array.from({ length: options.epochs }, () =>
    shuffledBatches(order, data.X.rows, options.batchSize),
  );
  const { history } = train(
    asked.start,
    { X: data.X, Y: data.Y },
    { X: data.XVal, Y: data.YVal },
    options.lr,
    epochs,
  );
  context.picture({
    kind: "lines",
    what: "trainLoss",
    xAxis: "epoch",
    yAxis: "loss",
    series: [
      { name: "submission", values: [...yours.data].map(plainNumber) },
      { name: "reference", values: history.trainLoss.map(plainNumber) },
    ],
  });
}

/** Three clouds of points in the plane, far enough apart for any network that learns at all. */
export async function learnBlobs(context: CheckContext): Promise<void> {
  const options = { lr: 1, epochs: 10, batchSize: 7 };
  const training = blobs(context.random.fork("training"), 3, 20);
  // The same clouds: the generator turns them at random, so the validation points are the last of one draw.
  const order = Array.from({ length: 60 }, (_, n) => n);
  const data = {
    X: training.X.takeRows(order.slice(0, 45)),
    Y: training.Y.takeRows(order.slice(0, 45)),
    XVal: training.X.takeRows(order.slice(45)),
    YVal: training.Y.takeRows(order.slice(45)),
  };
  const script = context.script();
  const asked = askLearning(context, script, data, 6, options);
  const answers = await context.run(script);
  pictureOfLosses(context, answers, asked, data, options);
  judgeLearning(answers, asked, data, 80);
}

/** The first images of the digits 0 to 4 in a set, in which the digits come in turn: `X (count, D)`, `Y (count, 5)`. */
function firstFive(set: Examples, count: number): Examples {
  const classes = Array.from({ length: 5 }, (_, digit) => digit);
  const rows = Array.from({ length: set.X.rows }, (_, n) => n).filter(
    (n) => n % set.Y.columns < classes.length,
  );
  const [X, Y] = [set.X, set.Y].map((matrix) => matrix.takeRows(rows.slice(0, count))) as [Tensor, Tensor];
  return { X, Y: Y.transpose().takeRows(classes).transpose() };
}

let digits: LearningData | undefined;

/** Real handwritten digits, read once for all submissions. */
function fewDigits(): LearningData {
  if (digits === undefined) {
    const all = loadDigits(join(assignmentFolder("two-layer-nn"), "data", "digits.json"));
    const validation = firstFive(all.validation, 50);
    digits = { ...firstFive(all.training, 150), XVal: validation.X, YVal: validation.Y };
  }
  return digits;
}

/** Handwritten digits, small and few: what more of them would add to the judgement is less than what they would cost. */
export async function learnDigits(context: CheckContext): Promise<void> {
  const data = fewDigits();
  const script = context.script();
  // Over 10 000 seeds a right network gets 80 % at least and 96 % in the median; one that learns nothing gets 20 %.
  const asked = askLearning(context, script, data, 12, { lr: 0.5, epochs: 5, batchSize: 5 });
  const answers = await context.run(script, LEARNING_CPU_MS);
  judgeLearning(answers, asked, data, 60);
}
