import { describe, expect, test } from "vitest";
import { Random } from "../random/random.js";
import { drawInputs, drawSizes } from "./two-layer-inputs.js";
import { accuracy, forward } from "./two-layer-nn.js";

describe.each(Array.from({ length: 40 }, (_, seed) => seed))("inputs of seed %i", (seed) => {
  const random = new Random(seed);
  const sizes = drawSizes(random);
  const { params, X, Y, lr } = drawInputs(random.fork("inputs"), sizes);
  const { y } = forward(params, X);
  const rows = y.toRows();

  test("have sizes that differ from each other, and up to 200 parameters", () => {
    const { N, D, H, C } = sizes;
    expect(new Set([N, D, H, C]).size).toBe(4);
    expect(D * H + H + H * C + C).toBeLessThanOrEqual(200);
    const shapes = [params.W1, params.b1, params.W2, params.b2, X, Y].map(({ shape }) => shape);
    expect(shapes).toEqual([[D, H], [H], [H, C], [C], [N, D], [N, C]]);
    expect(lr > 0.1 && lr < 1).toBe(true);
  });

  test("have biases away from 0 and probabilities from 0.05 to 0.9, the largest by itself", () => {
    for (const bias of [...params.b1.data, ...params.b2.data])
      expect(Math.abs(bias)).toBeGreaterThanOrEqual(0.2);
    for (const row of rows) {
      const [first, second] = row.toSorted((a, b) => b - a);
      expect([Math.min(...row) >= 0.05, first! <= 0.9, first! - second! >= 0.02]).toEqual([true, true, true]);
    }
  });

  test("are answered rightly in part, once with less than one half", () => {
    expect([0, 50, 100]).not.toContain(accuracy(Y, y));
    const labels = Y.argmaxRows();
    const right = rows.filter((row, n) => row[labels[n]!] === Math.max(...row));
    expect(Math.min(...right.map((row) => Math.max(...row)))).toBeLessThan(0.5);
    expect(new Set(labels).size).toBeGreaterThanOrEqual(3);
    expect(new Set(y.argmaxRows()).size).toBeGreaterThanOrEqual(2);
  });

  test("are the same again from the same seed", () => {
    const again = new Random(seed);
    expect(drawSizes(again)).toEqual(sizes);
    expect(drawInputs(again.fork("inputs"), sizes)).toEqual({ params, X, Y, lr });
  });
});

test.each([
  { N: 1, D: 1, H: 1, C: 2 },
  { N: 2, D: 1, H: 1, C: 2 },
  { N: 3, D: 1, H: 1, C: 2 },
  { N: 4, D: 2, H: 1, C: 3 },
  { N: 12, D: 10, H: 9, C: 6 },
])("inputs can be drawn at the edges: %j", (sizes) => {
  for (let seed = 0; seed < 100; seed++) {
    expect(drawInputs(new Random(seed), sizes).X.shape).toEqual([sizes.N, sizes.D]);
  }
});
