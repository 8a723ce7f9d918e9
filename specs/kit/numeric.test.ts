import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Random } from "../../reference/random/random.js";
import { Tensor } from "../../reference/tensor/tensor.js";
import { fail } from "./failure.js";
import { answerNumeric, askAlong, askNumeric, type NumericEvidence } from "./numeric.js";

/** A smooth function whose gradient is known: the sum of `a·sin(b·x)`, and half of the squared sum. */
class Smooth {
  readonly #a: Tensor;
  readonly #b: Tensor;

  constructor(random: Random, shape: readonly number[]) {
    this.#a = random.uniformTensor(shape, 0.5, 1.5);
    this.#b = random.uniformTensor(shape, 0.5, 1.5);
  }

  value(x: Tensor): number {
    const sum = x.data.reduce((total, each) => total + each, 0);
    const waves = x.data.reduce((total, each, i) => {
      return total + (this.#a.data[i] ?? 0) * Math.sin((this.#b.data[i] ?? 0) * each);
    }, 0);
    return waves + sum ** 2 / 2;
  }

  gradient(x: Tensor): Tensor {
    const sum = x.data.reduce((total, each) => total + each, 0);
    return x.map((each, i) => {
      const [a, b] = [this.#a.data[i] ?? 0, this.#b.data[i] ?? 0];
      return a * b * Math.cos(b * each) + sum;
    });
  }
}

const WAYS = {
  "entry by entry": (point: Tensor) => askNumeric(point, (moved) => moved),
  "along directions": (point: Tensor, random: Random) =>
    askAlong(point, random.fork("along"), (moved) => moved),
};

const cases = fc.record({
  seed: fc.integer({ min: 0, max: 0xffff }),
  rows: fc.integer({ min: 1, max: 4 }),
  columns: fc.integer({ min: 1, max: 4 }),
});

describe.each(Object.entries(WAYS))("%s", (_, ask) => {
  /** What is seen of a random function with noise of a size in its values. */
  function seen(
    { seed, rows, columns }: { seed: number; rows: number; columns: number },
    noise = 0,
  ): { evidence: NumericEvidence | null; gradient: Tensor; random: Random } {
    const random = new Random(seed, "numeric");
    const point = random.normalTensor([rows, columns]);
    const smooth = new Smooth(random, [rows, columns]);
    const question = ask(point, random);
    const evidence = answerNumeric(question, (x) => smooth.value(x) + noise * random.normal());
    return { evidence, gradient: smooth.gradient(point), random };
  }

  test("agrees with the true gradient", () => {
    fc.assert(
      fc.property(cases, (each) => {
        const { evidence, gradient } = seen(each);
        expect(evidence?.agrees(gradient)).toBe(true);
      }),
      { seed: 1 },
    );
  });

  test("disagrees with a gradient that is off by a percent of itself, or in one entry", () => {
    fc.assert(
      fc.property(cases, (each) => {
        const { evidence, gradient, random } = seen(each);
        expect(evidence?.agrees(gradient.scale(1.01))).toBe(false);
        const at = random.integer(0, gradient.data.length - 1);
        const off = 0.05 * gradient.maxAbs();
        expect(evidence?.agrees(gradient.map((value, i) => value + (i === at ? off : 0)))).toBe(false);
      }),
      { seed: 1 },
    );
  });

  test("says nothing of a function with noise in it, or without values", () => {
    fc.assert(
      fc.property(cases, (each) => seen(each, 0.1).evidence === null),
      { seed: 1 },
    );
    expect(seen({ seed: 1, rows: 2, columns: 2 }, Number.NaN).evidence).toBeNull();
  });

  test("sees that a function ignores its point", () => {
    const point = new Random(1).normalTensor([2, 3]);
    expect(answerNumeric(ask(point, new Random(1)), () => 3)?.largest ?? 0).toBeLessThan(1e-9);
  });

  test("is null where the submission has no value, and lets faults of ours through", () => {
    const question = ask(Tensor.vector([1, 2]), new Random(1));
    expect(answerNumeric(question, () => fail("check.nothing-returned"))).toBeNull();
    const ours = (): number => {
      throw new TypeError("ours");
    };
    expect(() => answerNumeric(question, ours)).toThrow("ours");
  });
});
