import { join } from "node:path";
import { logText } from "../../grader/locale/log-text.js";
import { sentence } from "../../grader/locale/sentence.js";
import type { DeclaredCheck, RecordedOutcome } from "./recorded.js";

/** What vitest shows of a check that did not pass: its findings, and the stack in the student's own files. */
export class NotPassed extends Error {
  constructor(declared: DeclaredCheck, recorded: RecordedOutcome, folder: string) {
    const hidden = declared.visibility === "hidden";
    const findings = hidden ? [{ code: "check.hidden", values: {} }] : recorded.details.findings;
    const lines = findings.map((finding) => sentence(finding));
    if (!hidden && recorded.diagnosis !== null) lines.push(recorded.diagnosis.hint);
    super(logText(lines.join("\n")));
    this.name = recorded.outcome;
    const frames = hidden ? [] : recorded.details.stack;
    const stack = frames.map(
      (at) => `    at ${logText(at.function) || "?"} (${join(folder, at.file)}:${at.line}:${at.column})`,
    );
    this.stack = [`${this.name}: ${this.message}`, ...stack].join("\n");
  }
}
