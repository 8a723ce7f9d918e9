import { describe, expect, test } from "vitest";
import { Random } from "../../reference/random/random.js";
import { Tensor } from "../../reference/tensor/tensor.js";
import { CheckFailure, unlessFailed } from "../kit/index.js";
import { judgeNormal, judgeSmallVariance, judgeVariance } from "./normality.js";

/** W1 and W2 of the sizes that the check asks for, every entry drawn anew. */
function weights(draw: () => number): { W1: Tensor; W2: Tensor } {
  const matrix = (rows: number, columns: number): Tensor =>
    Tensor.of([rows, columns], Float64Array.from({ length: rows * columns }, draw));
  return { W1: matrix(200, 125), W2: matrix(125, 250) };
}

/** The sum of `count` numbers, each evenly distributed around 0. */
function uniforms(random: Random, count: number): number {
  let sum = 0;
  for (let i = 0; i < count; i++) sum += random.uniform(-0.5, 0.5);
  return sum;
}

const isNormal = (draw: () => number): boolean =>
  unlessFailed(() => (judgeNormal(weights(draw)), true)) ?? false;

describe("normal", () => {
  test("numbers pass for 200 seeds", () => {
    const failed = Array.from({ length: 200 }, (_, seed) => seed).filter((seed) => {
      const random = new Random(seed, "normality");
      return !isNormal(() => random.normal());
    });
    expect(failed).toEqual([]);
  });

  test.each([6, 12])("to any test is the sum of %d uniforms", (count) => {
    for (let seed = 0; seed < 10; seed++) {
      const random = new Random(seed, "sum");
      expect(isNormal(() => uniforms(random, count))).toBe(true);
    }
  });

  const others: Record<string, (random: Random) => number> = {
    "a uniform": (random) => random.uniform(-1, 1),
    "a triangular": (random) => uniforms(random, 2),
    "the sum of three uniforms": (random) => uniforms(random, 3),
    "a Rayleigh": (random) => Math.sqrt(-2 * Math.log(1 - random.uniform())),
    "an exponential": (random) => -Math.log(1 - random.uniform()),
    "a two-valued": (random) => Math.sign(random.uniform(-1, 1)),
    "a folded normal": (random) => Math.abs(random.normal()),
  };
  test.each(Object.entries(others))("is not %s distribution", (_, draw) => {
    for (let seed = 0; seed < 10; seed++) {
      const random = new Random(seed, "other");
      expect(isNormal(() => draw(random))).toBe(false);
    }
  });

  test("is judged per matrix: other means and scales do not matter, equal weights do", () => {
    const random = new Random(1);
    const { W1, W2 } = weights(() => random.normal());
    judgeNormal({ W1: W1.map((value) => 5 + 0.01 * value), W2: W2.scale(100) });
    expect(() => judgeNormal({ W1: Tensor.zeros([3, 4]), W2 })).toThrow("two-layer-nn.all-equal");
  });
});

describe("the variance", () => {
  const expected = 2 / (128 + 80);
  const drawn = (seed: number, scale: number, mean = 0): Tensor =>
    new Random(seed, "variance").normalTensor([128, 80], scale).map((value) => value + mean);
  const scale = Math.sqrt(expected);

  test("of Glorot's rule passes for 200 seeds", () => {
    const judgeAll = (): void => {
      for (let seed = 0; seed < 200; seed++) judgeVariance("W1", drawn(seed, scale), expected);
    };
    expect(judgeAll).not.toThrow();
  });

  test.each([
    ["He's rule", Math.sqrt(2 / 128), 0, "two-layer-nn.variance"],
    ["1 / fanIn", Math.sqrt(1 / 128), 0, "two-layer-nn.variance"],
    ["no root", expected, 0, "two-layer-nn.variance"],
    ["a mean", scale, scale / 5, "two-layer-nn.mean"],
  ])("is not that of %s", (_, other, mean, code) => {
    for (let seed = 0; seed < 10; seed++) {
      expect(() => judgeVariance("W1", drawn(seed, other, mean), expected)).toThrow(code);
    }
  });

  test("that is not a number fails", () => {
    expect(() => judgeVariance("W1", Tensor.of([2], [Number.NaN, 1]), expected)).toThrow(CheckFailure);
  });
});

describe("small networks", () => {
  const passes = (random: Random, deviation: number): boolean => {
    const draws = Float64Array.from({ length: 3000 }, () => deviation * random.normal());
    return unlessFailed(() => (judgeSmallVariance(draws), true)) ?? false;
  };

  test("of Glorot's variance pass for 200 seeds, and those that count a bias as an input for none", () => {
    for (let seed = 0; seed < 200; seed++) {
      expect(passes(new Random(seed, "small"), 1)).toBe(true);
      // What 1 000 weights of 2/3 and 2 000 of 3/4 of their right variance are together.
      expect(passes(new Random(seed, "small"), Math.sqrt((2 / 3 + 2 * (3 / 4)) / 3))).toBe(false);
    }
  });
});

test("weights of which each is there twice are no draws of their own, and float32 ones are", () => {
  const random = new Random(3, "copies");
  let spare: number | null = null;
  const twice = (): number => {
    const again = spare;
    spare = again === null ? random.normal() : null;
    return again ?? spare ?? 0;
  };
  expect(isNormal(twice)).toBe(false);
  expect(isNormal(() => Math.fround(random.normal()))).toBe(true);
});
