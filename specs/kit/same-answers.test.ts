import { expect, test } from "vitest";
import type { StepAnswer, Value } from "../../grader/host/wire/message.js";
import { sameAnswers } from "./same-answers.js";

const answer = (value: Value): StepAnswer => ({ status: "value", value });
const vector = (...data: number[]): Value => ({
  kind: "tensor",
  tensor: { shape: [data.length], data: Float64Array.from(data) },
  float32: false,
});
const float32 = (...data: number[]): Value => ({ ...vector(...data), float32: true }) as Value;
const list = (...items: Value[]): Value => ({ kind: "list", length: items.length, items });
const mask = (...open: boolean[]): Value =>
  list(...open.map((boolean): Value => ({ kind: "boolean", boolean })));
const same = (a: Value, b: Value): boolean => sameAnswers([answer(a)], [answer(b)]);

test("numbers are the same up to rounding", () => {
  expect(same(vector(100, 1), vector(100, 1 + 1e-8))).toBe(true);
  expect(same(vector(100, 1), vector(100, 1 + 1e-6))).toBe(false);
  expect(same(vector(1), vector(1, 1))).toBe(false);
});

test("an infinite or missing number is the same as itself alone, and makes no others alike", () => {
  expect(same(vector(Infinity, 1, Number.NaN), vector(Infinity, 1, Number.NaN))).toBe(true);
  expect(same(vector(Infinity, 1), vector(Infinity, 2))).toBe(false);
  expect(same(vector(Infinity, 1), vector(5, 1))).toBe(false);
  expect(same(vector(Number.NaN, 1), vector(Number.NaN, 1 + 1e-12))).toBe(true);
});

test("what cancels to rounding is the same beside larger answers, and by itself is not", () => {
  const [noise, other] = [answer(vector(3e-17, -1e-17)), answer(vector(-2e-17, 4e-17))];
  expect(sameAnswers([answer(vector(1)), noise], [answer(vector(1)), other])).toBe(true);
  expect(sameAnswers([noise], [other])).toBe(false);
  const small = [answer(vector(1)), answer(vector(1e-12))];
  expect(sameAnswers(small, [answer(vector(1)), answer(vector(2e-12))])).toBe(false);
});

test("float32 work is the same as float64 work up to its own rounding", () => {
  expect(same(float32(100, 1), vector(100, 1 + 1e-4))).toBe(true);
  expect(same(float32(100, 1), vector(100, 1 + 1e-2))).toBe(false);
  expect(same(vector(100, 1), float32(100, 1 + 1e-4))).toBe(false);
  const number = (value: number): Value => ({ kind: "number", number: value });
  expect(same(number(Math.fround(0.1)), number(0.1))).toBe(true);
  expect(same(number(0.1), number(Math.fround(0.1)))).toBe(false);
});

test("masks and ragged arrays are compared item by item", () => {
  expect(same(mask(true, false), mask(true, false))).toBe(true);
  expect(same(mask(true, false), mask(true, true))).toBe(false);
  expect(same(list(vector(1, 2), vector(3)), list(vector(1, 2), vector(3)))).toBe(true);
  expect(same(list(vector(1, 2), vector(3)), list(vector(1, 2), vector(4)))).toBe(false);
  expect(same(list(vector(1)), list(vector(1), vector(1)))).toBe(false);
  expect(same(list(vector(1)), vector(1))).toBe(false);
});
