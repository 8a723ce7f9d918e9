import { accuracy, forward, loss, type TwoLayerParams } from "../../reference/models/two-layer-nn.js";
import { epsilonAllowance } from "../../reference/gradients/tolerance.js";
import { Tensor } from "../../reference/tensor/tensor.js";
import {
  expectClose,
  fail,
  orElse,
  type Answers,
  type CheckContext,
  type Handle,
  type Script,
  type Wanted,
} from "../kit/index.js";
import type { Problem } from "./network.js";

/** What `train` returns: one number per epoch each. */
export const HISTORY = ["trainLoss", "trainAccuracy", "validLoss", "validAccuracy"] as const;

/** The sets that are measured, in the order of {@link HISTORY}. */
export interface MeasuredSets {
  readonly training: Problem;
  readonly validation: Problem;
}

/** Asks a network for what it makes of both sets itself: one number for each entry of {@link HISTORY}. */
export function askMeasures(script: Script, net: Handle, sets: MeasuredSets): Wanted[] {
  return [sets.training, sets.validation].flatMap(({ X, Y }) => {
    const y = script.call(net, "forward", X).at("y");
    return ["computeLoss", "evaluate"].map((method) => script.want(script.call(net, method, Y, y)));
  });
}

/** A number that a right measurement gives, and how far an allowed epsilon may move it. */
interface Measure {
  readonly value: number;
  readonly slack: number;
}

/** What a right network with these parameters makes of both sets. */
export function rightMeasures(params: TwoLayerParams, sets: MeasuredSets): Measure[] {
  return [sets.training, sets.validation].flatMap(({ X, Y }) => {
    const { y } = forward(params, X);
    return [
      { value: loss(Y, y), slack: epsilonAllowance(Y, y) },
      { value: accuracy(Y, y), slack: 1e-9 },
    ];
  });
}

/**
 * Nothing where the numbers of one epoch are what the network with the parameters of that epoch gives: by its own loss and
 * accuracy, or by right ones.
 *
 * @param history each entry of {@link HISTORY}, `(epochs)`
 * @param own null where the submission was not asked at this epoch's parameters
 * @throws CheckFailure at the first that is not.
 */
export function judgeMeasures(
  context: CheckContext,
  answers: Answers,
  { history, epoch }: { readonly history: readonly Tensor[]; readonly epoch: number },
  own: readonly Wanted[] | null,
  right: readonly Measure[],
): void {
  HISTORY.forEach((key, i) => {
    const label = { what: `${key}[${epoch}]`, axes: [] };
    const got = Tensor.of([], [history[i]?.data[epoch] ?? Number.NaN]);
    const { value, slack } = right[i] as Measure;
    const byRight = (): void => expectClose(context, got, Tensor.of([], [value]), label, { slack });
    if (own === null) return byRight();
    orElse(() => {
      const mine = Tensor.of([], [answers.number(own[i] as Wanted, key)]);
      expectClose(context, got, mine, label, { slack: 1e-9 });
    }, byRight);
  });
}

/**
 * Nothing where every epoch has a loss of its own.
 *
 * @throws CheckFailure otherwise: measured once and repeated is not measured at the end of each epoch.
 */
export function expectMeasuredAnew(history: readonly Tensor[]): void {
  for (const [i, key] of HISTORY.entries()) {
    if (!key.endsWith("Loss")) continue;
    const losses = [...(history[i]?.data ?? [])];
    const repeated = losses.findIndex((value, epoch) => epoch > 0 && value === losses[epoch - 1]);
    if (repeated > 0) fail("two-layer-nn.repeated-metric", { what: key, epoch: repeated });
  }
}
