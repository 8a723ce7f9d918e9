import { accuracy, forward, initialize } from "../../reference/models/two-layer-nn.js";
import type { Tensor } from "../../reference/tensor/tensor.js";
import { fail, numberText, type Answers, type CheckContext, type Script, type Wanted } from "../kit/index.js";
import { construct, outputLabel, readParams, wantParams, type Sizes } from "./network.js";
import { callTrain, type TrainOptions } from "./train-run.js";

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
  const net = construct(script, sizes, initialize(context.random.fork("weights"), sizes.D, H, sizes.C));
  const result = callTrain(script, net, data, options);
  const y = script.call(net, "forward", data.XVal).at("y");
  return {
    sizes,
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
export function judgeLearning(answers: Answers, asked: LearningQuestion, data: LearningData, least: number): void {
  answers.value(asked.trainLoss);
  const own = accuracy(data.YVal, answers.tensor(asked.y, outputLabel(asked.sizes)));
  const right = accuracy(data.YVal, forward(readParams(answers, asked.params, asked.sizes), data.XVal).y);
  const best = Math.max(own, right);
  if (!(best >= least)) fail("two-layer-nn.not-learnt", { got: numberText(best), least });
}
