import { expect, test } from "vitest";
import { sparkline } from "./sparkline.js";

test("a bar for each value, from the lowest to the highest", () => {
  expect(sparkline([0, 1, 2, 3, 4, 5, 6, 7], 0, 7)).toBe("▁▂▃▄▅▆▇█");
  expect(sparkline([7, 3.5, 0], 0, 7)).toBe("█▅▁");
  expect(sparkline([1, 1], 1, 1)).toBe("▅▅");
});

test("a cross where there is no place for a value", () => {
  expect(sparkline([0, Number.NaN, Infinity, -Infinity, 9], 0, 7)).toBe("▁××××");
});

test("a long curve is thinned out, its ends kept", () => {
  const values = Array.from({ length: 1000 }, (_, i) => i);
  const bars = sparkline(values, 0, 999);
  expect(bars).toHaveLength(24);
  expect(bars).toMatch(/^▁.*█$/);
});

test("the largest numbers there are do not overflow", () => {
  expect(sparkline([-1.7e308, 0, 1.7e308], -1.7e308, 1.7e308)).toBe("▁▅█");
});
