import { expect, test } from "vitest";
import { Tensor } from "../../reference/tensor/tensor.js";
import { trajectoryOf } from "./trajectories.js";

const LABEL = {
  what: "h",
  axes: [
    { letter: "N", name: "example", size: 2 },
    { letter: "T", name: "step", size: 3 },
    { letter: "H", name: "hidden", size: 2 },
  ],
};
const EXPECTED = Tensor.of(
  [2, 3, 2],
  Array.from({ length: 12 }, (_, offset) => offset),
);

test("a trajectory is that of the worst unit in its example, over all steps", () => {
  // Entry 9 is h[1][1][1]: its neighbours in time are 7 and 11.
  const got = EXPECTED.map((value, offset) => (offset === 9 ? 100 : value + 0.1));
  expect(trajectoryOf(got, EXPECTED, LABEL)).toEqual({
    kind: "lines",
    what: "h[1][t][1]",
    slice: [
      { name: "example", index: 1 },
      { name: "hidden", index: 1 },
    ],
    first: 0,
    xAxis: "step",
    yAxis: "value",
    series: [
      { name: "submission", values: [7.1, 100, 11.1] },
      { name: "expected", values: [7, 9, 11] },
    ],
  });
});

test("what is not a number is farthest off", () => {
  const got = EXPECTED.map((value, offset) => (offset === 0 ? Number.NaN : value + 1));
  const { what, series } = trajectoryOf(got, EXPECTED, LABEL);
  expect(what).toBe("h[0][t][0]");
  expect(series[0]?.values).toEqual(["NaN", 3, 5]);
});

test("there is none along an axis that is not there", () => {
  expect(() => trajectoryOf(EXPECTED, EXPECTED, LABEL, "token")).toThrow("h has no axis named token");
});
