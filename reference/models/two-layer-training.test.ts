import { describe, expect, test } from "vitest";
import { blobs } from "../data/blobs.js";
import { split } from "../data/examples.js";
import { loadDigits } from "../data/digits.js";
import { fromPackageRoot } from "../golden/package-root.js";
import { shuffledBatches } from "../nn/batches.js";
import { Random } from "../random/random.js";
import { accuracy, forward, initialize, loss, trainStep } from "./two-layer-nn.js";
import { train } from "./two-layer-training.js";

const random = new Random("training");
const [training, validation] = split(blobs(random.fork("blobs"), 3, 25), 60);
const params = initialize(random, 2, 6, 3);
const order = (epochs: number, examples: number, batchSize: number): number[][][] =>
  Array.from({ length: epochs }, () => shuffledBatches(random, examples, batchSize));

describe("training", () => {
  test("is one step after another, in the order given", () => {
    const batches = [[0, 1, 2], [5, 4]]; // prettier-ignore
    const trained = train(params, training, validation, 0.5, [batches]);
    let expected = params;
    for (const rows of batches) {
      expected = trainStep(expected, training.X.takeRows(rows), training.Y.takeRows(rows), 0.5).params;
    }
    expect(trained.params).toEqual(expected);
  });

  test("measures both sets as a whole at the end of every epoch", () => {
    const epochs = order(3, 60, 7);
    const { history } = train(params, training, validation, 0.5, epochs);
    const first = train(params, training, validation, 0.5, epochs.slice(0, 1)).params;
    const y = forward(first, training.X).y;
    const yValid = forward(first, validation.X).y;
    expect(history.trainLoss[0]).toBe(loss(training.Y, y));
    expect(history.trainAccuracy[0]).toBe(accuracy(training.Y, y));
    expect(history.validLoss[0]).toBe(loss(validation.Y, yValid));
    expect(history.validAccuracy[0]).toBe(accuracy(validation.Y, yValid));
    expect(Object.values(history).map((values: number[]) => values.length)).toEqual([3, 3, 3, 3]);
  });

  test("leaves the parameters it starts from alone", () => {
    const before = JSON.stringify(params);
    train(params, training, validation, 0.5, order(1, 60, 7));
    expect(JSON.stringify(params)).toBe(before);
  });

  test("learns blobs", () => {
    const { history } = train(params, training, validation, 1, order(20, 60, 7));
    expect(history.trainAccuracy.at(-1)).toBeGreaterThan(95);
    expect(history.validAccuracy.at(-1)).toBeGreaterThan(90);
  });

  test.each([1, 2, 3, 4, 5])("learns handwritten digits, seed %i", (seed) => {
    const digits = loadDigits(fromPackageRoot("assignments/two-layer-nn/data/digits.json"));
    const start = initialize(new Random(seed), 64, 12, 10);
    const { history } = train(start, digits.training, digits.validation, 0.7, order(8, 300, 7));
    expect(history.validAccuracy.at(-1)).toBeGreaterThan(70);
  });
});
