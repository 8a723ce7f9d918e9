import { join } from "node:path";
import { logText } from "../../grader/locale/log-text.js";
import { readTexts } from "../../grader/assignment/texts.js";
import { sentence } from "../../grader/locale/sentence.js";
import type { RunPlan } from "./plan.js";
import type { DeclaredCheck, RecordedOutcome } from "./recorded.js";

/** The sentences for what became of a check, in the language of the run; of a hidden check no more than that it is one. */
export function shownFindings(
  { visibility }: DeclaredCheck,
  { details, diagnosis }: RecordedOutcome,
  { assignment, language = "en" }: RunPlan,
): string[] {
  if (visibility === "hidden") return [sentence({ code: "check.hidden", values: {} }, language)];
  const lines = details.findings.map((finding) => sentence(finding, language));
  if (diagnosis === null) return lines;
  return [...lines, readTexts(assignment, language).hints[diagnosis.mistake] ?? diagnosis.hint];
}

/** What vitest shows of a check that did not pass: its findings, and the stack in the student's own files. */
export class NotPassed extends Error {
  constructor(declared: DeclaredCheck, recorded: RecordedOutcome, plan: RunPlan, folder: string) {
    super(logText(shownFindings(declared, recorded, plan).join("\n")));
    this.name = recorded.outcome;
    const frames = declared.visibility === "hidden" ? [] : recorded.details.stack;
    const stack = frames.map(
      (at) => `    at ${logText(at.function) || "?"} (${join(folder, at.file)}:${at.line}:${at.column})`,
    );
    this.stack = [`${this.name}: ${this.message}`, ...stack].join("\n");
  }
}
