import { renderTerminal } from "../../reports/render-terminal.js";
import type { Manifest } from "../assignment/manifest.js";
import { readTexts } from "../assignment/texts.js";
import { SANDBOXES } from "../host/index.js";
import type { Language } from "../locale/language.js";
import { sentence } from "../locale/sentence.js";
import { wantsColor } from "../package/wants-color.js";
import { resultText, type Result } from "../result/index.js";
import { begin, msSince } from "../run/beginning.js";
import { buildResult } from "../run/build-result.js";
import { OutcomeCollector } from "../run/collect-outcomes.js";
import { writeWhole } from "../storage/write-whole.js";
import { withoutLeftOut } from "../score/without-left-out.js";
import type { SubmissionFolder } from "../run/run-plan.js";
import type { StudentRun } from "./student-run.js";

/** What the score table is made of. */
export interface ScoreSource {
  readonly manifest: Manifest;
  readonly submission: SubmissionFolder;
  readonly run: StudentRun;
  readonly language: Language;
  /** Where the table goes: not to stdout where a machine reads that. */
  readonly stream: NodeJS.WriteStream;
  /** Where the whole result is written, if anywhere. */
  readonly path: string | undefined;
}

function show(result: Result, { manifest, language, stream }: ScoreSource): void {
  const color = wantsColor(stream);
  const columns = Math.min(stream.columns ?? 100, 120);
  const texts = readTexts(manifest.id, language);
  stream.write(renderTerminal(result, { language, audience: "student", texts, color, columns }));
}

function tellLeftAlone(count: number, { language, stream }: ScoreSource): void {
  stream.write(`  ${sentence({ code: "student.left-alone", values: { count } }, language)}\n`);
}

/** A vitest reporter that prints the score table at the end of every run, and lets it fail while points are missing. */
export function scoreReporter(source: ScoreSource): OutcomeCollector {
  const { manifest, submission, run } = source;
  let beginning = begin();
  const reporter = new OutcomeCollector({
    onEnd: (collector) => {
      const { prepared } = run;
      const whole = buildResult(
        {
          manifest,
          prepared,
          submission: { id: submission.id, source: submission.folder },
          level: SANDBOXES[prepared.plan.sandbox].level,
          startedAt: beginning.at,
          durationMs: msSince(beginning),
        },
        collector.checks,
      );
      if (source.path !== undefined) writeWhole(source.path, resultText(whole));
      const result = withoutLeftOut(whole);
      const leftAlone = run.leftAlone(collector.checks);
      run.remember(result, collector.checks);
      show(result, source);
      if (leftAlone > 0) tellLeftAlone(leftAlone, source);
      // To vitest, what is not written yet is only skipped.
      if (result.checks.some((check) => check.outcome !== "passed")) process.exitCode = 1;
    },
  });
  const start = reporter.onTestRunStart.bind(reporter);
  reporter.onTestRunStart = () => {
    beginning = begin();
    start();
  };
  return reporter;
}
