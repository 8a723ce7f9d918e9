import type { Examples } from "../data/examples.js";
import { accuracy, forward, loss, trainStep, type TwoLayerParams } from "./two-layer-nn.js";

/** Loss and accuracy in percent at the end of every epoch, over the whole of either set. */
export interface History {
  readonly trainLoss: number[];
  readonly trainAccuracy: number[];
  readonly validLoss: number[];
  readonly validAccuracy: number[];
}

/**
 * Mini-batch gradient descent in a given order, so that it is deterministic.
 *
 * @param epochs for every epoch its batches, for every batch the numbers of its rows (`shuffledBatches`)
 * @returns the parameters at the end, and what was measured with the parameters at the end of every epoch
 */
export function train(
  params: TwoLayerParams,
  training: Examples,
  validation: Examples,
  lr: number,
  epochs: readonly (readonly (readonly number[])[])[],
): { params: TwoLayerParams; history: History } {
  const history: History = { trainLoss: [], trainAccuracy: [], validLoss: [], validAccuracy: [] };
  let current = params;
  for (const batches of epochs) {
    for (const rows of batches) {
      current = trainStep(current, training.X.takeRows(rows), training.Y.takeRows(rows), lr).params;
    }
    const trained = forward(current, training.X).y; // (N, C)
    const valid = forward(current, validation.X).y; // (NVal, C)
    history.trainLoss.push(loss(training.Y, trained));
    history.trainAccuracy.push(accuracy(training.Y, trained));
    history.validLoss.push(loss(validation.Y, valid));
    history.validAccuracy.push(accuracy(validation.Y, valid));
  }
  return { params: current, history };
}
