import type { CheckResult, Outcome, PartScore, Result } from "../../result/index.js";
import { sealedResult } from "../../result/sealed-result.js";
import { checkLines, checkTitle, problemLines } from "./check-lines.js";
import type { PlatformOptions } from "./platform-options.js";
import { xmlElement, xmlText } from "./xml-text.js";

/** What JUnit calls an outcome: a wrong answer is a failure, an answer that never came is an error. */
const KINDS: Readonly<Record<Outcome, "failure" | "error" | "skipped" | null>> = {
  passed: null,
  failed: "failure",
  "not-implemented": "failure",
  threw: "error",
  timeout: "error",
  "out-of-memory": "error",
  crashed: "error",
  "protocol-error": "error",
  "output-limit": "error",
  skipped: "skipped",
  "infrastructure-error": "error",
};

/** A suite or all of them: how many of its cases ended in which way. */
interface Counts {
  readonly tests: number;
  readonly failures: number;
  readonly errors: number;
  readonly skipped: number;
  /** Seconds, with three decimals. */
  readonly time: string;
}

function countsOf(checks: readonly CheckResult[], moreErrors = 0): Counts {
  const count = (kind: string): number => checks.filter(({ outcome }) => KINDS[outcome] === kind).length;
  return {
    tests: checks.length + moreErrors,
    failures: count("failure"),
    errors: count("error") + moreErrors,
    skipped: count("skipped"),
    time: seconds(checks.reduce((sum, { durationMs }) => sum + durationMs, 0)),
  };
}

function seconds(milliseconds: number): string {
  return (milliseconds / 1000).toFixed(3);
}

function properties(values: Readonly<Record<string, string | number>>): string {
  const each = Object.entries(values).map(([name, value]) => xmlElement("property", { name, value }));
  return xmlElement("properties", {}, each.join(""));
}

function testCase(check: CheckResult, assignment: string, options: PlatformOptions): string {
  const { id, part, outcome, points, earned, visibility, details } = check;
  const [top] = details.stack;
  const kind = KINDS[outcome];
  const [message = "", ...more] = checkLines(check, options);
  const end =
    kind === null
      ? ""
      : kind === "skipped"
        ? xmlElement("skipped", { message })
        : xmlElement(kind, { message, type: outcome }, xmlText([message, ...more].join("\n")));
  const attributes = {
    name: checkTitle(check, options),
    classname: `${assignment}.${part}`,
    time: seconds(check.durationMs),
    file: top?.file,
    line: top?.line,
  };
  return xmlElement("testcase", attributes, properties({ id, points, earned, visibility }) + end);
}

function partSuite({ id, score, maxScore }: PartScore, result: Result, options: PlatformOptions): string {
  const checks = result.checks.filter((check) => check.part === id);
  const cases = checks.map((check) => testCase(check, result.assignment.id, options));
  return xmlElement(
    "testsuite",
    { name: options.texts.parts[id] ?? id, ...countsOf(checks), timestamp: result.startedAt },
    [properties({ score, maxScore }), ...cases].join("\n"),
  );
}

/** A submission that could not be run has only skipped checks, which look harmless: its problems are errors here. */
function problemSuite(problems: readonly string[], result: Result): string {
  const name = result.submission.id;
  const cases = problems.map((message) =>
    xmlElement(
      "testcase",
      { name, classname: result.assignment.id, time: "0.000" },
      xmlElement("error", { message, type: "submission" }, xmlText(message)),
    ),
  );
  return xmlElement("testsuite", { name, ...countsOf([], problems.length) }, cases.join(""));
}

/**
 * A result as JUnit XML: a suite for each part, a case for each check, points and visibility as properties. Of hidden checks
 * there is no more than name and verdict.
 */
export function junitXml(given: Result, options: PlatformOptions): string {
  const result = sealedResult(given);
  const problems = problemLines(result, options);
  const suites = [
    ...(problems.length === 0 ? [] : [problemSuite(problems, result)]),
    ...result.parts.map((part) => partSuite(part, result, options)),
  ];
  const attributes = {
    name: result.assignment.id,
    ...countsOf(result.checks, problems.length),
    timestamp: result.startedAt,
  };
  return `<?xml version="1.0" encoding="UTF-8"?>\n${xmlElement("testsuites", attributes, suites.join("\n"))}\n`;
}
