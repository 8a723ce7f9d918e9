import type { Language } from "../../locale/language.js";
import { sentence } from "../../locale/sentence.js";
import type { CheckResult, Result } from "../../result/index.js";
import { sealedResult } from "../../result/sealed-result.js";
import { markLines } from "../mark-lines.js";
import { checkLines, checkTitle, isFault, problemLines } from "./check-lines.js";
import type { PlatformOptions } from "./platform-options.js";

/** One test case, as Gradescope's autograder specification names it. */
interface GradescopeTest {
  name: string;
  /** The part's and the check's place in the handout, such as `2.1`. */
  number: string;
  /** Left out where the check could not be judged: Gradescope then asks the staff instead of writing down a 0. */
  score?: number;
  max_score: number;
  status: "passed" | "failed";
  output: string;
  visibility: "visible";
}

/** `results.json` of a Gradescope autograder. */
export interface GradescopeResults {
  /** Where it is left out, Gradescope adds up the tests. */
  score?: number;
  /** Seconds. */
  execution_time: number;
  output: string;
  output_format: "text";
  test_output_format: "text";
  test_name_format: "text";
  visibility: "visible";
  tests: GradescopeTest[];
}

function gradescopeTest(check: CheckResult, number: string, options: PlatformOptions): GradescopeTest {
  return {
    name: checkTitle(check, options),
    number,
    ...(isFault(check) ? {} : { score: check.earned }),
    max_score: check.points,
    status: check.outcome === "passed" ? "passed" : "failed",
    output: checkLines(check, options).join("\n"),
    visibility: "visible",
  };
}

/**
 * A result as `results.json` of a Gradescope autograder, with everything as plain text. The points of its tests add up to
 * what there is to have, which must be the assignment's points in Gradescope. Hidden checks are sealed and visible: were
 * even one of them hidden, Gradescope would show the student no score at all.
 */
export function gradescopeResults(given: Result, options: PlatformOptions): GradescopeResults {
  const { language, entry } = options;
  const result = sealedResult(given);
  const tests = result.parts.flatMap(({ id }, part) =>
    result.checks
      .filter((check) => check.part === id)
      .map((check, index) => gradescopeTest(check, `${part + 1}.${index + 1}`, options)),
  );
  const faults = result.checks.filter(isFault).length;
  const output = [
    ...problemLines(result, options),
    ...(faults === 0
      ? []
      : [sentence({ code: "report.verdict.fault", values: { count: faults } }, language)]),
    ...(entry === undefined ? [] : markLines(entry, language)),
  ];
  const score = faults === 0 ? entry?.score : null;
  return {
    ...(score === undefined || score === null ? {} : { score }),
    execution_time: result.durationMs / 1000,
    output: output.join("\n"),
    output_format: "text",
    test_output_format: "text",
    test_name_format: "text",
    visibility: "visible",
    tests,
  };
}

/**
 * What stands in `results.json` while a grading is under way: valid, with the points that there are, and without any score,
 * so that a grading that never ends is asked about instead of a zero.
 */
export function unfinishedResults(points: number, language: Language): GradescopeResults {
  const text = sentence({ code: "publish.unfinished", values: {} }, language);
  return {
    execution_time: 0,
    output: text,
    output_format: "text",
    test_output_format: "text",
    test_name_format: "text",
    visibility: "visible",
    tests: [
      { name: text, number: "1", max_score: points, status: "failed", output: "", visibility: "visible" },
    ],
  };
}
