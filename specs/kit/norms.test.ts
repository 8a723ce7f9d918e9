import { expect, test } from "vitest";
import { Tensor } from "../../reference/tensor/tensor.js";
import { gradientNorms, normsByStep } from "./norms.js";

test("a norm is over all examples and units of a step", () => {
  const gradient = Tensor.of([2, 2, 2], [1, 2, 0, 0, 2, 4, 0, -3]);
  expect(normsByStep(gradient)).toEqual([5, 3]);
});

test("the axis is logarithmic where the norms span two decades or more, of all curves together", () => {
  const scaleOf = (...curves: number[][]): string | undefined =>
    gradientNorms("dX", Object.fromEntries(curves.map((values, i) => [`s${i}`, values]))).yScale;
  expect(scaleOf([1, 2, 99])).toBe("linear");
  expect(scaleOf([1, 2, 100])).toBe("log");
  expect(scaleOf([1, 2], [100, 200])).toBe("log");
  expect(scaleOf([0, 1, 2])).toBe("linear");
  expect(scaleOf([0, Infinity, 1, 1e-9])).toBe("log");
  expect(scaleOf([])).toBe("linear");
});

test("a curve keeps its name, and what is not finite is spelled out", () => {
  expect(gradientNorms("dX", { "RNN, submission": [1, Infinity] })).toMatchObject({
    first: 0,
    xAxis: "step",
    yAxis: "gradient-norm",
    series: [{ name: "RNN, submission", values: [1, "Infinity"] }],
  });
});
