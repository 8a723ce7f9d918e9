import { describe, expect, test } from "vitest";
import { Random } from "./random.js";

const draw = (random: Random, count: number): number[] =>
  Array.from({ length: count }, () => random.uniform());

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

describe("seeds and forks", () => {
  test("the same seed gives the same stream, in whatever type it comes", () => {
    expect(draw(new Random(7), 20)).toEqual(draw(new Random("7"), 20));
  });

  test("neighbouring seeds and different labels give different streams", () => {
    const streams = [
      new Random(7),
      new Random(8),
      new Random(7).fork("8"),
      new Random(7).fork("a").fork("b"),
    ];
    const firsts = [...streams, new Random(7).fork("ab"), new Random("7,8")].map((random) =>
      random.uniform(),
    );
    expect(new Set(firsts).size).toBe(firsts.length);
  });

  test("a fork does not depend on what was drawn before", () => {
    const used = new Random(3);
    draw(used, 100);
    expect(draw(used.fork("data"), 5)).toEqual(draw(new Random(3).fork("data"), 5));
  });

  test("drawing from a fork does not move its parent", () => {
    const parent = new Random(3);
    draw(parent.fork("data"), 50);
    expect(draw(parent, 5)).toEqual(draw(new Random(3), 5));
  });

  test("the streams of a version stay what they are: goldens hang on them", () => {
    expect(draw(new Random(1).fork("pinned"), 2)).toEqual([0.6171043556627152, 0.3912723667549227]);
  });
});

describe("distributions, n = 20 000", () => {
  const n = 20_000;

  test("uniform numbers lie in their interval and have its mean and variance", () => {
    const random = new Random("uniform");
    const values = Array.from({ length: n }, () => random.uniform(2, 5));
    expect(Math.min(...values)).toBeGreaterThanOrEqual(2);
    expect(Math.max(...values)).toBeLessThan(5);
    expect(Math.abs(mean(values) - 3.5)).toBeLessThan(0.03);
    expect(Math.abs(mean(values.map((value) => (value - 3.5) ** 2)) - 0.75)).toBeLessThan(0.03);
  });

  test("normal numbers have mean 0, variance 1, no skew, kurtosis 3", () => {
    const values = new Random("normal").normalTensor([n]).data;
    const moment = (power: number): number => mean(Array.from(values, (value) => value ** power));
    expect(Math.abs(moment(1))).toBeLessThan(0.04);
    expect(Math.abs(moment(2) - 1)).toBeLessThan(0.06);
    expect(Math.abs(moment(3))).toBeLessThan(0.12);
    expect(Math.abs(moment(4) - 3)).toBeLessThan(0.4);
  });

  test("integers reach both ends equally often", () => {
    const random = new Random("integer");
    const counts = [0, 0, 0, 0];
    for (let i = 0; i < n; i++) counts[random.integer(-1, 2) + 1]! += 1;
    for (const count of counts) expect(Math.abs(count / n - 0.25)).toBeLessThan(0.02);
  });

  test("a shuffle keeps the items and the original, and every item gets everywhere", () => {
    const random = new Random("shuffle");
    const items = ["a", "b", "c"];
    const orders = new Map<string, number>();
    for (let i = 0; i < 6000; i++) {
      const order = random.shuffle(items).join("");
      orders.set(order, (orders.get(order) ?? 0) + 1);
    }
    expect(items).toEqual(["a", "b", "c"]);
    expect(orders.size).toBe(6);
    for (const count of orders.values()) expect(Math.abs(count - 1000)).toBeLessThan(150);
  });
});

test("tensors have the shape and the scale asked for", () => {
  const random = new Random("tensor");
  expect(random.normalTensor([3, 4]).shape).toEqual([3, 4]);
  expect(random.normalTensor([2], 0).maxAbs()).toBe(0);
  const even = random.uniformTensor([50], 1, 2);
  expect(even.data.every((value) => value >= 1 && value < 2)).toBe(true);
});
