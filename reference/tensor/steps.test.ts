import { expect, test } from "vitest";
import { sequenceOf, stepAt } from "./steps.js";
import { Tensor } from "./tensor.js";

const sequence = Tensor.of(
  [2, 3, 2],
  Array.from({ length: 12 }, (_, i) => i),
);

test("a step has a row for every example", () => {
  expect(stepAt(sequence, 1).toRows()).toEqual([[2, 3], [8, 9]]); // prettier-ignore
});

test("the steps one after the other are the sequence again", () => {
  expect(sequenceOf([0, 1, 2].map((t) => stepAt(sequence, t)))).toEqual(sequence);
});

test("a step that is not there, and steps that do not fit, are errors", () => {
  expect(() => stepAt(sequence, 3)).toThrow(RangeError);
  expect(() => stepAt(sequence, -1)).toThrow(RangeError);
  expect(() => stepAt(Tensor.zeros([2, 3]), 0)).toThrow(RangeError);
  expect(() => sequenceOf([])).toThrow(RangeError);
  expect(() => sequenceOf([Tensor.zeros([1, 2]), Tensor.zeros([2, 1])])).toThrow(RangeError);
});
