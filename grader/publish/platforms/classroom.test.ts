import { Ajv } from "ajv";
import { expect, test } from "vitest";
import type { Result } from "../../result/index.js";
import { student } from "../class.fixture.js";
import { classroomOutput, classroomResult, type ClassroomResult } from "./classroom.js";
import type { PlatformOptions } from "./platform-options.js";
import { everyOutcome, optionsIn, SECRET, unbuildable, withFault } from "./platforms.fixture.js";

const status = { enum: ["pass", "fail", "error"] };

/** What the current graders of GitHub Classroom put into their output `result`. */
const isClassroom = new Ajv({ allErrors: true }).compile({
  type: "object",
  additionalProperties: false,
  required: ["version", "status", "max_score", "tests"],
  properties: {
    version: { const: 1 },
    status,
    max_score: { type: "number", minimum: 0 },
    tests: {
      type: "array",
      items: {
        type: "object",
        additionalProperties: false,
        required: ["name", "status", "score", "message", "test_code", "filename", "line_no", "duration"],
        properties: {
          name: { type: "string", minLength: 1 },
          status,
          score: { type: "number" },
          message: { type: "string" },
          test_code: { type: "string" },
          filename: { type: "string" },
          line_no: { type: "integer", minimum: 0 },
          duration: { type: "number", minimum: 0 },
        },
      },
    },
  },
});

/** What the step's output says after its journey through an environment variable. */
function received(result: Result, options: PlatformOptions): ClassroomResult {
  const output = classroomOutput(classroomResult(result, options));
  expect(output).toMatch(/^[A-Za-z0-9+/]+=*$/);
  const json = Buffer.from(output, "base64").toString("utf8");
  const read: unknown = JSON.parse(json);
  isClassroom(read);
  expect(isClassroom.errors).toBeNull();
  expect(json).not.toContain(SECRET);
  return read as ClassroomResult;
}

/** The points as Classroom's reporter counts them: nothing of a step whose most is 0. */
function counted({ max_score: most, tests }: ClassroomResult): { points: number; most: number } {
  const points = tests.reduce((sum, { score }) => sum + score, 0);
  return most === 0 ? { points: 0, most: 0 } : { points: Math.round(points * 1e6) / 1e6, most };
}

const RESULT = everyOutcome();

test("partial points arrive, in both languages", () => {
  for (const language of ["en", "ko"] as const) {
    const read = received(RESULT, optionsIn(language));
    expect(counted(read)).toEqual({ points: 4.5, most: 24 });
    expect(read.status).toBe("fail");
    expect(read.tests).toHaveLength(RESULT.checks.length);
  }
  const passed = RESULT.checks.filter(({ outcome }) => outcome === "passed");
  expect(received({ ...RESULT, checks: passed }, optionsIn("en")).status).toBe("pass");
});

test("a test names the student's line, and nothing in it is a command to the runner", () => {
  const { tests } = received(RESULT, optionsIn("en"));
  expect(tests[1]).toMatchObject({
    test_code: "forward.failed",
    filename: "src/index.ts",
    line_no: 12,
    score: 0.5,
  });
  expect(tests[0]).toMatchObject({ status: "pass", message: "" });
  for (const { name, message } of tests) {
    for (const line of `${name}\n${message}`.split("\n")) expect(line).not.toMatch(/^\s*::|##\[/);
  }
  expect(tests.some(({ message }) => message.includes("add-mask"))).toBe(true);
});

test("a hidden check has no more than its name and verdict", () => {
  expect(received(RESULT, optionsIn("en")).tests.at(-1)).toMatchObject({
    status: "fail",
    message: "not passed\nA hidden check: it tells its name and its verdict only.",
    filename: "",
    line_no: 0,
    duration: 0,
  });
});

test("with a fault of ours nothing is counted: Classroom must not write down a 0", () => {
  const read = received(withFault(RESULT), optionsIn("en"));
  expect(counted(read)).toEqual({ points: 0, most: 0 });
  expect(read.status).toBe("error");
  expect(read.tests[0]).toMatchObject({ status: "error", test_code: "forward.passed" });
});

test("a submission that could not be run has its problem as the first test", () => {
  const read = received(unbuildable(), optionsIn("en"));
  expect(read.tests[0]?.name).toMatch(/cannot be parsed.*\(src\/index\.ts:3\)$/);
  expect(counted(read)).toEqual({ points: 0, most: 24 });
});

test("of a batch, the points are those that count", () => {
  const read = received(RESULT, { ...optionsIn("en"), entry: student("ada", { score: 3.25 }) });
  expect(counted(read)).toEqual({ points: 3.25, most: 24 });
  expect(read.tests.at(-1)).toMatchObject({ name: "Lateness and marks by hand", score: -1.25 });
  const same = received(RESULT, { ...optionsIn("en"), entry: student("ada", { score: 4.5 }) });
  expect(same.tests).toHaveLength(RESULT.checks.length);
});
