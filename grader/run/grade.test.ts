import { beforeAll, expect, test } from "vitest";
import { readAssignment } from "../assignment/read-assignment.js";
import { readTexts } from "../assignment/texts.js";
import { corpusFolder } from "../package/command.fixture.js";
import { readResult, type Result } from "../result/index.js";
import { gradePlan } from "./grade.js";
import { makePlan } from "./run-plan.js";

const manifest = readAssignment("two-layer-nn");
let results: Result[] = [];

beforeAll(async () => {
  const submissions = [
    { id: "good", folder: corpusFolder("correct", "functional") },
    { id: "broken", folder: corpusFolder("partial", "syntax-error") },
  ];
  const preparing = makePlan({ manifest, submissions, seed: 1, sandbox: "permission" });
  results = await gradePlan(manifest, submissions, preparing, {});
});

test("there is a valid result for each submission, in their order", () => {
  expect(results.map((result) => [result.submission.id, result.score])).toEqual([
    ["good", 100],
    ["broken", 0],
  ]);
  for (const result of results) {
    expect(readResult(JSON.parse(JSON.stringify(result)))).toMatchObject({ ok: true });
    expect(result.sandbox).toBe("limited");
  }
});

test("the points of the checks are those that the manifest promises for each part", () => {
  for (const result of results) {
    expect(result.parts.map(({ id, maxScore }) => ({ id, points: maxScore }))).toEqual(manifest.parts);
    expect(result.maxScore).toBe(100);
  }
});

test("the texts know every check and no other", () => {
  const ids = results[0]?.checks.map((check) => check.id).toSorted();
  for (const language of manifest.languages) {
    const { checks } = readTexts(manifest.id, language);
    expect(Object.keys(checks).toSorted()).toEqual(ids);
  }
});

test("what cannot be run has one reason, and every check says that it was not tried", () => {
  const broken = results[1];
  expect(broken?.submission.problems.map(({ finding }) => finding.code)).toEqual(["prepare.syntax"]);
  expect(new Set(broken?.checks.map((check) => check.outcome))).toEqual(new Set(["skipped"]));
});
