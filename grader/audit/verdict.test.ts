import { describe, expect, test } from "vitest";
import type { Mutant, PartialExpectation } from "../assignment/corpus.js";
import { readAssignment } from "../assignment/read-assignment.js";
import type { Outcome, Result } from "../result/index.js";
import { exampleResult } from "../result/result.example.js";
import { missesOfCorrect, missesOfMutant, missesOfPartial } from "./verdict.js";

const manifest = readAssignment("two-layer-nn");

/** A check of the result below. */
interface Given {
  readonly id: string;
  readonly points: number;
  readonly outcome?: Outcome;
  readonly mistake?: string;
}

function resultOf(...given: readonly Given[]): Result {
  const example = exampleResult();
  const [check] = example.checks;
  if (check === undefined) throw new Error("the example has a check");
  const checks = given.map(({ id, points, outcome = "passed", mistake }) => ({
    ...check,
    id,
    points,
    earned: outcome === "passed" ? points : 0,
    outcome,
    message: outcome === "passed" ? "" : "It is wrong.",
    diagnosis: mistake === undefined ? null : { mistake, hint: "" },
  }));
  const score = checks.reduce((sum, { earned }) => sum + earned, 0);
  const parts = manifest.parts.map((part) => ({ id: part.id, score: 0, maxScore: part.points }));
  return { ...example, checks, parts, score, maxScore: 100 };
}

const REST = { id: "rest", points: 60 };

test("a correct submission must pass everything, and the points be those of the manifest", () => {
  const right = resultOf(REST, { id: "a", points: 1 });
  expect(missesOfCorrect(right, manifest)).toEqual([]);
  expect(missesOfCorrect(resultOf(REST, { id: "a", points: 1, outcome: "timeout" }), manifest)).toEqual([
    "a is timeout: It is wrong.",
  ]);
  const parts = right.parts.map((part) => (part.id === "loss" ? { ...part, maxScore: 9 } : part));
  expect(missesOfCorrect({ ...right, parts }, manifest)).toEqual(["the checks of loss are worth 9, not 10"]);
});

describe("a mutant", () => {
  const mutant: Mutant = { id: "m", bug: "", base: "", edits: [], loses: ["a", "b"], hint: "h", core: false };
  const lost = (id: string, mistake?: string): Given => ({
    id,
    points: 10,
    outcome: "failed",
    ...(mistake === undefined ? {} : { mistake }),
  });

  test("that loses what it must and shows its hint once is as declared", () => {
    expect(missesOfMutant(resultOf(REST, lost("a"), lost("b", "h")), mutant)).toEqual([]);
    expect(missesOfMutant(resultOf(REST, lost("a"), lost("b", "h"), lost("c")), mutant)).toEqual([]);
  });

  test("that keeps a check, names none, or shows another hint is not", () => {
    expect(missesOfMutant(resultOf(REST, lost("a", "h"), { id: "b", points: 10 }), mutant)).toEqual([
      "keeps b",
    ]);
    expect(missesOfMutant(resultOf(REST, lost("a", "h")), mutant)).toEqual(["b is no check"]);
    expect(missesOfMutant(resultOf(lost("a", "g"), lost("b", "g")), mutant)).toEqual(["shows g, not h"]);
    const [miss] = missesOfMutant(resultOf(lost("a"), lost("b")), mutant);
    expect(miss).toMatch(/not h$/);
  });

  test("that loses too much is not, unless its bug is in the core formula", () => {
    const ruined = resultOf(
      { ...lost("a", "h"), points: 50 },
      { ...lost("b"), points: 21 },
      { id: "c", points: 29 },
    );
    expect(missesOfMutant(ruined, mutant)).toEqual(["loses 71 points"]);
    expect(missesOfMutant(ruined, { ...mutant, core: true })).toEqual([]);
    const spared = resultOf(
      { ...lost("a", "h"), points: 50 },
      { ...lost("b"), points: 20 },
      { id: "c", points: 30 },
    );
    expect(missesOfMutant(spared, mutant)).toEqual([]);
  });
});

describe("an unfinished submission", () => {
  const expected: PartialExpectation = { score: { min: 10, max: 20 }, outcomes: { a: "timeout" } };
  const slow: Given = { id: "a", points: 5, outcome: "timeout" };

  test("must end within its score, with its outcomes", () => {
    expect(missesOfPartial(resultOf(slow, { id: "b", points: 15 }), expected)).toEqual([]);
    expect(missesOfPartial(resultOf(slow, { id: "b", points: 9 }), expected)).toEqual([
      "scores 9, not 10 to 20",
    ]);
    expect(missesOfPartial(resultOf(slow, { id: "b", points: 21 }), expected)).toEqual([
      "scores 21, not 10 to 20",
    ]);
    expect(
      missesOfPartial(resultOf({ ...slow, outcome: "failed" }, { id: "b", points: 15 }), expected),
    ).toEqual(["a is failed, not timeout"]);
    expect(missesOfPartial(resultOf({ id: "b", points: 15 }), expected)).toEqual([
      "a is missing, not timeout",
    ]);
  });

  test("must have the problem that is declared", () => {
    const one = resultOf(slow, { id: "b", points: 15 });
    expect(missesOfPartial(one, { ...expected, problem: "prepare.syntax" })).toEqual([]);
    expect(missesOfPartial(one, { ...expected, problem: "prepare.no-entry" })).toEqual([
      "the problem is prepare.syntax, not prepare.no-entry",
    ]);
  });
});
