import type { CheckResult, GradebookEntry, Result } from "../../result/index.js";
import { sealedResult } from "../../result/sealed-result.js";
import { sentence } from "../../locale/sentence.js";
import { totalPoints } from "../../result/points.js";
import { oneLine } from "../plain-text.js";
import { checkLines, checkTitle, isFault, problemLines } from "./check-lines.js";
import type { PlatformOptions } from "./platform-options.js";
import { withoutCommands } from "./without-commands.js";

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

function statusOf(check: CheckResult): ClassroomTest["status"] {
  if (isFault(check)) return "error";
  return check.outcome === "passed" ? "pass" : "fail";
}

function classroomTest(check: CheckResult, options: PlatformOptions): ClassroomTest {
  const [top] = check.details.stack;
  const status = statusOf(check);
  return {
    name: withoutCommands(oneLine(checkTitle(check, options))),
    status,
    score: check.earned,
    message: status === "pass" ? "" : withoutCommands(checkLines(check, options).join("\n")),
    test_code: check.id,
    filename: top === undefined ? "" : oneLine(top.file),
    line_no: top?.line ?? 0,
    duration: check.durationMs,
  };
}

function plainTest(name: string, score: number, status: ClassroomTest["status"]): ClassroomTest {
  const rest = { message: "", test_code: "", filename: "", line_no: 0, duration: 0 };
  return { name: withoutCommands(oneLine(name)), status, score, ...rest };
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

/** The reporter gets it as a variable of the environment, and Linux starts no program with one of more than 128 KiB. */
const MOST_MESSAGE_BYTES = 60_000;

function jsonBytes(text: string): number {
  return Buffer.byteLength(JSON.stringify(text));
}

function shortMessage(message: string, most: number): string {
  if (jsonBytes(message) <= most) return message;
  let kept = message;
  while (kept !== "" && jsonBytes(kept) > most - 5) kept = kept.slice(0, Math.floor(kept.length * 0.9));
  return `${kept.replace(/[\uD800-\uDBFF]$/, "")}…`;
}

/**
 * As a step's output `result` carries it: base64 of the JSON, in one line. Messages share what room there is, so that it
 * stays below 128 KiB.
 */
export function classroomOutput(result: ClassroomResult): string {
  const most = MOST_MESSAGE_BYTES / result.tests.length;
  const tests = result.tests.map((each) => ({ ...each, message: shortMessage(each.message, most) }));
  return Buffer.from(JSON.stringify({ ...result, tests }), "utf8").toString("base64");
}
