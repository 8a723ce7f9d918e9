import { sentence } from "../../locale/sentence.js";
import type { CheckResult, Result, SubmissionProblem } from "../../result/index.js";
import { plainText } from "../plain-text.js";
import type { PlatformOptions } from "./platform-options.js";

/** What a check is called. */
export function checkTitle(check: CheckResult, { texts }: PlatformOptions): string {
  return texts.checks[check.id]?.title ?? check.title;
}

/**
 * What to tell about a check of a sealed result, as lines of plain text: why it ended so, the known mistake that it looks
 * like, where, and how to run it again. Of a hidden check there is nothing but its verdict; one that passed has its notes at most.
 */
export function checkLines(check: CheckResult, { language, texts }: PlatformOptions): string[] {
  const { details, diagnosis, outcome } = check;
  const report = (key: string, values: Record<string, string>): string =>
    sentence({ code: `report.terminal.${key}`, values }, language);
  const [top] = details.stack;
  const passed = outcome === "passed";
  if (check.visibility === "hidden") {
    const verdict = outcome === "failed" ? "not-passed" : outcome;
    const codes = [`report.outcome.${verdict}`, "check.hidden"];
    return passed ? [] : codes.map((code) => sentence({ code, values: {} }, language));
  }
  const lines = [
    ...[...details.findings, ...details.notes].map((finding) => sentence(finding, language)),
    ...(diagnosis === null
      ? []
      : [report("hint", { hint: texts.hints[diagnosis.mistake] ?? diagnosis.hint })]),
    ...(top === undefined
      ? []
      : [report("stack", { place: `${top.file}:${top.line}:${top.column}`, function: top.function }).trim()]),
    ...(passed || details.reproduce === "" ? [] : [report("again", { command: details.reproduce })]),
  ];
  return lines.map(plainText);
}

/** What is wrong with a submission as a whole, without the place, as plain text. */
export function problemLine({ finding }: SubmissionProblem, { language }: PlatformOptions): string {
  return plainText(sentence(finding, language));
}

/** What is wrong with a submission as a whole, a line with its place for each problem. */
export function problemLines({ submission }: Result, options: PlatformOptions): string[] {
  return submission.problems.map((problem) => {
    const { file, line, column } = problem;
    const place = [file, line, column].filter((part) => part !== null).join(":");
    return [problemLine(problem, options), ...(place === "" ? [] : [plainText(`(${place})`)])].join(" ");
  });
}

/** Whether a check could not be judged, which is a fault of ours and no 0. */
export function isFault({ outcome }: CheckResult): boolean {
  return outcome === "infrastructure-error";
}
