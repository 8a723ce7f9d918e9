import { Ajv } from "ajv";
import { describe, expect, test } from "vitest";
import { exampleResult } from "../../result/result.example.js";
import type { Result } from "../../result/index.js";
import { student } from "../class.fixture.js";
import { gradescopeResults } from "./gradescope.js";
import { everyOutcome, optionsIn, SECRET, unbuildable, withFault } from "./platforms.fixture.js";

const format = { enum: ["text", "html", "simple_format", "md", "ansi"] };
const visibility = { enum: ["hidden", "after_due_date", "after_published", "visible"] };

/** results.json by Gradescope's specification of the autograder, and nothing that is not in it. */
const schema = {
  type: "object",
  additionalProperties: false,
  required: ["tests"],
  properties: {
    score: { type: "number" },
    execution_time: { type: "number" },
    output: { type: "string" },
    output_format: format,
    test_output_format: format,
    test_name_format: format,
    visibility,
    stdout_visibility: visibility,
    extra_data: { type: "object" },
    tests: {
      type: "array",
      items: {
        type: "object",
        additionalProperties: false,
        properties: {
          score: { type: "number" },
          max_score: { type: "number" },
          status: { enum: ["passed", "failed"] },
          name: { type: "string" },
          name_format: format,
          number: { type: "string" },
          output: { type: "string" },
          output_format: format,
          tags: { type: "array", items: { type: "string" } },
          visibility,
          extra_data: { type: "object" },
        },
      },
    },
  },
};
const isGradescope = new Ajv({ allErrors: true }).compile(schema);

const SCORED = everyOutcome();

describe.each(["en", "ko"] as const)("results.json in %s", (language) => {
  test.each<[string, Result]>([
    ["every outcome", SCORED],
    ["a fault", withFault(SCORED)],
    ["no bundle", unbuildable()],
  ])("is what the specification says: %s", (_, result) => {
    const json: unknown = JSON.parse(JSON.stringify(gradescopeResults(result, optionsIn(language))));
    isGradescope(json);
    expect(isGradescope.errors).toBeNull();
    expect(JSON.stringify(json)).not.toContain(SECRET);
    // oxlint-disable-next-line no-control-regex -- what a terminal obeys
    expect(JSON.stringify(json)).not.toMatch(/\\u00(?!0a)[01]/i);
  });
});

test("the points add up to the assignment's and the result's", () => {
  const { tests, score } = gradescopeResults(SCORED, optionsIn("en"));
  const sum = (of: "score" | "max_score"): number =>
    tests.reduce((total, one) => total + (one[of] ?? NaN), 0);
  expect([sum("score"), sum("max_score"), score]).toEqual([SCORED.score, SCORED.maxScore, undefined]);
  expect(tests).toHaveLength(SCORED.checks.length);
  expect(tests.map(({ number }) => number).slice(-3)).toEqual(["1.10", "2.1", "2.2"]);
});

test("a hidden check shows name and verdict, and everything is visible, so that the student sees the score", () => {
  const { tests } = gradescopeResults(SCORED, optionsIn("en"));
  expect(tests.slice(-2).map(({ status, output, score }) => ({ status, output, score }))).toEqual([
    { status: "passed", output: "", score: 2 },
    {
      status: "failed",
      output: "not passed\nA hidden check: it tells its name and its verdict only.",
      score: 0,
    },
  ]);
  expect(new Set(tests.map((one) => one.visibility))).toEqual(new Set(["visible"]));
});

test("a check says what was found, in the order of a report", () => {
  const failed = gradescopeResults(SCORED, optionsIn("en")).tests[1];
  expect(failed).toMatchObject({ score: 0.5, max_score: 2, status: "failed" });
  expect(failed?.output.split("\n").at(0)).toMatch(/^forward threw Error: ::error::/);
  expect(failed?.output.split("\n").slice(-2)).toEqual([
    "at src/index.ts:12:5 forward",
    "again: npx gradecheck grade . --seed 42",
  ]);
});

test("what could not be judged has no score, nor has the whole: Gradescope must not write down a 0", () => {
  const { tests, score, output } = gradescopeResults(withFault(SCORED), {
    ...optionsIn("en"),
    entry: student("ada"),
  });
  expect(tests[0]).not.toHaveProperty("score");
  expect(score).toBeUndefined();
  expect(output).toContain("1 check could not be judged. That is our fault");
});

test("of a batch, the score that counts is on top, with its reasons", () => {
  const results = gradescopeResults(SCORED, { ...optionsIn("en"), entry: student("ada") });
  expect(results.score).toBe(4.65);
  expect(results.output).toBe(
    "Late by 1141 min, 10 % off: −0.35\nBy hand, forward.golden: +1.5 (A typo in the handout)",
  );
});

test("a submission that could not be run says why, with the place", () => {
  expect(gradescopeResults(unbuildable(), optionsIn("en")).output).toMatch(
    /cannot be parsed.*\(src\/index\.ts:3\)$/,
  );
  expect(gradescopeResults({ ...exampleResult(), checks: [] }, optionsIn("en")).tests).toEqual([]);
});
