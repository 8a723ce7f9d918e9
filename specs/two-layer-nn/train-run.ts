import {
  fail,
  numberText,
  orElse,
  type Answers,
  type CheckContext,
  type Handle,
  type Script,
  type Wanted,
} from "../kit/index.js";
import type { Tensor } from "../../reference/tensor/tensor.js";
import {
  askSteps,
  expectMoved,
  ownFingerprints,
  readRow,
  rightFingerprints,
  shares,
  taggedSet,
  type Fingerprints,
  type Reading,
  type StepQuestion,
  type TaggedSet,
} from "./fingerprints.js";
import { construct, paramLabel, randomProblem } from "./network.js";

/** How `train` is called. */
export interface TrainOptions {
  readonly lr: number;
  readonly epochs: number;
  readonly batchSize: number;
}

/** Calls `train` on a network; gives its history. */
export function callTrain(
  script: Script,
  net: Handle,
  data: { readonly X: Tensor; readonly Y: Tensor; readonly XVal: Tensor; readonly YVal: Tensor },
  { lr, epochs, batchSize }: TrainOptions,
): Handle {
  return script.call(net, "train", data.X, data.Y, data.XVal, data.YVal, { lr, epochs, batchSize });
}

/** A training run on tagged examples, asked for together with the steps that it is read by. */
export interface TaggedRun {
  readonly set: TaggedSet;
  readonly epochs: number;
  readonly history: Wanted;
  readonly W1: Wanted;
  readonly steps: StepQuestion;
}

/**
 * Asks for a training run on `N` tagged examples.
 *
 * @param earlier how many examples the same network was trained on before, from where it is put back; none if left out
 */
export function askTaggedRun(
  context: CheckContext,
  script: Script,
  N: number,
  epochs: number,
  batchSize: number,
  earlier?: number,
): TaggedRun {
  const random = context.random.fork(`tagged ${N} ${batchSize}`);
  const set = taggedSet(random, N);
  const net = construct(script, set.sizes, set.params);
  if (earlier !== undefined) {
    const { X, Y } = randomProblem(random, { ...set.sizes, N: earlier });
    callTrain(script, net, { X, Y, XVal: X, YVal: Y }, { lr: set.lr, epochs: 1, batchSize });
    script.set(net, "params", { ...set.params });
  }
  const history = script.want(callTrain(script, net, set, { lr: set.lr, epochs, batchSize }), "trainLoss");
  const W1 = script.want(net, "params", "W1");
  const full = Math.min(batchSize, N);
  const short = N % batchSize;
  const steps = askSteps(script, set, short === 0 || short === full ? [full] : [full, short]);
  return { set, epochs, history, W1, steps };
}

/** One reading per training example, and what an example counts in a batch of a size. */
export interface TrainingReadings {
  readonly readings: readonly Reading[];
  readonly share: (batchSize: number) => number;
}

/**
 * Nothing where W1, which starts at 0, is where that many epochs can have brought it, or even sums instead of means.
 *
 * @throws CheckFailure otherwise: then training started elsewhere, or took steps of another length.
 */
function expectWithinReach({ set, epochs }: TaggedRun, W1: Tensor, prints: Fingerprints): void {
  const longest = Math.max(...prints.flat().map(Math.abs));
  const got = W1.maxAbs();
  if (got > 100 * epochs * set.lr * longest) {
    fail("two-layer-nn.starts-elsewhere", { got: numberText(got), lr: set.lr });
  }
}

/**
 * Judges a tagged run by what it did with each example: as the submission's own `trainStep` does it, or as a right
 * one does; either is good enough.
 *
 * @throws CheckFailure when `train` did not run, moved nothing, or `law` holds neither way.
 */
export function judgeTaggedRun(
  answers: Answers,
  run: TaggedRun,
  law: (readings: TrainingReadings) => void,
): void {
  answers.value(run.history);
  const W1 = answers.tensor(run.W1, paramLabel("W1", run.set.sizes));
  expectMoved(W1);
  const read = (prints: Fingerprints): Reading[] => {
    expectWithinReach(run, W1, prints);
    return run.set.labels.map((label, row) => readRow(W1, row, prints, run.set, label));
  };
  orElse(
    () => {
      const prints = ownFingerprints(answers, run.steps, run.set) ?? rightFingerprints(run.set);
      const own = shares(answers, run.steps, prints, run.set);
      law({ readings: read(prints), share: (size) => own.get(size) ?? 1 / size });
    },
    () => law({ readings: read(rightFingerprints(run.set)), share: (size) => 1 / size }),
  );
}
