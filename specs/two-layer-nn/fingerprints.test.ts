import { describe, expect, test } from "vitest";
import { trainStep } from "../../reference/models/two-layer-nn.js";
import { oneHot } from "../../reference/nn/one-hot.js";
import { Random } from "../../reference/random/random.js";
import type { Tensor } from "../../reference/tensor/tensor.js";
import {
  expectMoved,
  readRow,
  rightFingerprints,
  taggedSet,
  type Reading,
  type TaggedSet,
} from "./fingerprints.js";

/** One batch: the rows of X, and the labels that go with them. */
interface Batch {
  readonly rows: readonly number[];
  readonly labels: readonly number[];
}

/** W1 after a training run of the reference on these batches. */
function train(set: TaggedSet, batches: readonly Batch[]): Tensor {
  const classes = set.Y.columns;
  return batches.reduce(
    (params, { rows, labels }) =>
      trainStep(params, set.X.takeRows(rows), oneHot(labels, classes), set.lr).params,
    set.params,
  ).W1;
}

/** The batches of one epoch in an order, with the labels of another. */
function epoch(set: TaggedSet, size: number, order: readonly number[], pairs = order): Batch[] {
  const count = Math.ceil(order.length / size);
  return Array.from({ length: count }, (_, batch) => ({
    rows: order.slice(batch * size, (batch + 1) * size),
    labels: pairs.slice(batch * size, (batch + 1) * size).map((n) => set.labels[n] ?? 0),
  }));
}

function read(set: TaggedSet, W1: Tensor): Reading[] {
  const prints = rightFingerprints(set);
  return set.labels.map((label, row) => readRow(W1, row, prints, set, label));
}

const amounts = (readings: readonly Reading[]): number[] =>
  readings.map(({ byLabel }) => byLabel.reduce((sum, amount) => sum + amount, 0));

describe.each([1, 2, 3, 4, 5])("a training run of seed %d", (seed) => {
  const random = new Random(seed, "fingerprints");
  const set = taggedSet(random, 9);
  const all = Array.from({ length: 9 }, (_, n) => n);
  const order = random.shuffle(all);

  test("that is right shows what each example counts, with its own label", () => {
    const epochs = Array.from({ length: 3 }, () => epoch(set, 3, random.shuffle(all))).flat();
    const readings = read(set, train(set, epochs));
    readings.forEach(({ byLabel, unexplained }, n) => {
      expect(byLabel[set.labels[n] ?? 0]).toBeCloseTo(3 / 3, 2);
      expect(unexplained).toBeLessThan(0.02);
    });
  });

  test("with a short last batch shows who was alone in it", () => {
    const got = amounts(read(set, train(set, epoch(set, 4, order))));
    got.forEach((amount, n) => expect(amount).toBeCloseTo(n === order[8] ? 1 : 1 / 4, 2));
  });

  test("that drops the last batch shows exactly 0 for it", () => {
    const got = amounts(read(set, train(set, epoch(set, 4, order.slice(0, 8)))));
    expect(got.flatMap((amount, n) => (amount === 0 ? [n] : []))).toEqual([order[8]]);
  });

  test("that takes only the first batch, or one example twice, shows it", () => {
    const first = amounts(read(set, train(set, epoch(set, 4, order).slice(0, 1))));
    expect(first.filter((amount) => amount === 0)).toHaveLength(5);
    const [one = 0, other = 0, ...rest] = order;
    const twice = amounts(read(set, train(set, epoch(set, 9, [one, one, ...rest]))));
    expect(twice[one]).toBeCloseTo(2 / 9, 2);
    expect(twice[other]).toBe(0);
  });

  test("on wrong pairs shows another label for exactly those", () => {
    const readings = read(set, train(set, epoch(set, 3, all, order)));
    readings.forEach(({ byLabel }, n) => {
      const given = set.labels[order[n] ?? 0] ?? 0;
      expect(byLabel[given]).toBeCloseTo(1 / 3, 2);
      expect(byLabel.filter((amount) => amount !== 0)).toHaveLength(1);
    });
    expect(order.some((other, n) => set.labels[other] !== set.labels[n])).toBe(true);
  });

  test("leaves the rows of validation examples alone, but not if it learns them", () => {
    const rows = [9, 10, 11];
    expect(
      train(set, epoch(set, 4, order))
        .takeRows(rows)
        .maxAbs(),
    ).toBe(0);
    const { params } = trainStep(set.params, set.XVal, set.YVal, set.lr);
    expect(params.W1.takeRows(rows).maxAbs()).toBeGreaterThan(1e-6 * set.lr);
  });
});

test("weights that never moved say so", () => {
  const set = taggedSet(new Random(1), 8);
  expect(() => expectMoved(set.params.W1)).toThrow("two-layer-nn.no-fingerprint");
  expect(amounts(read(set, set.params.W1))).toEqual(Array<number>(8).fill(0));
});
