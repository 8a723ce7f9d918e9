import type { CheckResult, GradebookEntry, Result } from "../../result/index.js";
import { sealedResult } from "../../result/sealed-result.js";
import { sentence } from "../../locale/sentence.js";
import { totalPoints } from "../../result/points.js";
import { oneLine } from "../plain-text.js";
import { checkLines, checkTitle, isFault, problemLines } from "./check-lines.js";
import type { PlatformOptions } from "./platform-options.js";

/** One test, as GitHub Classroom's reporter reads it. */
interface ClassroomTest {
  name: string;
  status: "pass" | "fail" | "error";
  /** The reporter adds these up, fractions too. */
  score: number;
  message: string;
  test_code: string;
  filename: string;
  /** 0 where there is none. */
  line_no: number;
  /** Milliseconds. */
  duration: number;
}

/** What one step of a workflow tells GitHub Classroom's reporter. */
export interface ClassroomResult {
  version: 1;
  status: "pass" | "fail" | "error";
  /** The reporter counts nothing of a step where this is 0. */
  max_score: number;
  /** Always there: the reporter fails without. */
  tests: ClassroomTest[];
}

/** The reporter prints messages into the log of the job, where such lines would be commands to the runner. */
function noCommand(text: string): string {
  return text.replaceAll("##[", "## [").replaceAll(/^(\s*):+/gm, "$1");
}

function statusOf(check: CheckResult): ClassroomTest["status"] {
  if (isFault(check)) return "error";
  return check.outcome === "passed" ? "pass" : "fail";
}

function classroomTest(check: CheckResult, options: PlatformOptions): ClassroomTest {
  const [top] = check.details.stack;
  const status = statusOf(check);
  return {
    name: noCommand(oneLine(checkTitle(check, options))),
    status,
    score: check.earned,
    message: status === "pass" ? "" : noCommand(checkLines(check, options).join("\n")),
    test_code: check.id,
    filename: top === undefined ? "" : oneLine(top.file),
    line_no: top?.line ?? 0,
    duration: check.durationMs,
  };
}

function plainTest(name: string, score: number, status: ClassroomTest["status"]): ClassroomTest {
  const rest = { message: "", test_code: "", filename: "", line_no: 0, duration: 0 };
  return { name: noCommand(oneLine(name)), status, score, ...rest };
}

/** Classroom knows nothing but tests, so what changed the score besides the checks becomes one: the sum must be right. */
function markTests(
  entry: GradebookEntry | undefined,
  checksScore: number,
  options: PlatformOptions,
): ClassroomTest[] {
  if (entry === undefined || entry.score === null) return [];
  const difference = totalPoints([entry.score, -checksScore]);
  if (difference === 0) return [];
  return [plainTest(sentence({ code: "publish.marks", values: {} }, options.language), difference, "pass")];
}

/**
 * A result as one step of a workflow tells it to GitHub Classroom, with points for each check. Nothing of a hidden check is
 * in it but name and verdict, for the log of the job shows it all. Where a check could not be judged, Classroom is told to
 * count nothing.
 */
export function classroomResult(given: Result, options: PlatformOptions): ClassroomResult {
  const result = sealedResult(given);
  const tests = [
    ...problemLines(result, options).map((line) => plainTest(line, 0, "fail")),
    ...result.checks.map((check) => classroomTest(check, options)),
    ...markTests(options.entry, result.score, options),
  ];
  const hasFault = result.checks.some(isFault);
  const passed = tests.every(({ status }) => status === "pass");
  return {
    version: 1,
    status: hasFault ? "error" : passed ? "pass" : "fail",
    max_score: hasFault ? 0 : result.maxScore,
    tests,
  };
}

/** As a step's output `result` carries it: base64 of the JSON, in one line. */
export function classroomOutput(result: ClassroomResult): string {
  return Buffer.from(JSON.stringify(result), "utf8").toString("base64");
}
