import { expect, test } from "vitest";
import { sentence } from "../../grader/locale/sentence.js";
import type { Result } from "../../grader/result/result.js";
import { sealedResult } from "../../grader/result/sealed-result.js";
import { fixtureCheck, fixtureResult } from "../fixtures/build-result.js";
import {
  everyOutcomeResult,
  hiddenOpenResult,
  notLoadedResult,
  perfectResult,
  resultWith,
  starterResult,
  thrownAtLoadResult,
} from "../fixtures/results.js";
import { thrownWhileLoading } from "./thrown-while-loading.js";
import { verdict } from "./verdict.js";

function told(result: Result): string[] {
  return verdict(result).map((finding) => sentence(finding));
}

test("all right", () => {
  expect(told(perfectResult())).toEqual([
    "Full marks: everything is right.",
    "All 12 public checks passed.",
    "The one hidden check passed, too.",
  ]);
});

test("all public checks passed is never told as all checks passed", () => {
  expect(told(hiddenOpenResult())).toEqual([
    "All 12 public checks passed.",
    "The one hidden check did not pass; it asks the same things with other numbers.",
  ]);
});

test("nothing written yet is where everybody starts", () => {
  expect(told(starterResult())).toEqual(["Nothing is written yet, and that is where everybody starts."]);
});

test.each([
  ["cannot be parsed", notLoadedResult()],
  ["throws while it is loaded", thrownWhileLoading(thrownAtLoadResult())],
])("what %s is no beginner's empty page, and nothing else is asked for first", (_, result) => {
  expect(told(result)).toEqual([
    "No check could run, for your code cannot be loaded yet. Once that is mended, the checks tell the rest.",
  ]);
  expect(told(sealedResult(result))).toEqual(told(result));
});

test("some open: how many, of how many, worth what; a fault of ours is told apart", () => {
  expect(told(everyOutcomeResult())[0]).toBe("10 of 11 public checks are still open, worth 69.5 points.");
  expect(told(everyOutcomeResult()).at(-1)).toMatch(
    /^1 check could not be judged\. That is our fault, not yours/,
  );
});

test("with a fault of ours there are no full marks, and no failure either", () => {
  const faulty = told(resultWith({ "training.digits": { outcome: "infrastructure-error" } }));
  expect(faulty[0]).toBe("All 11 public checks passed.");
  expect(faulty).toHaveLength(3);
});

test("one check, and none at all", () => {
  const one = [fixtureCheck("forward.golden", 1, { outcome: "failed" }), fixtureCheck("forward.extremes", 2)];
  expect(told(fixtureResult(one))).toEqual(["1 of 2 public checks is still open, worth 1 points."]);
  expect(told(fixtureResult([]))).toEqual(["No check could run."]);
});
