import { renderTerminal } from "../../reports/render-terminal.js";
import type { Manifest } from "../assignment/manifest.js";
import { readTexts } from "../assignment/texts.js";
import { SANDBOXES } from "../host/index.js";
import type { Language } from "../locale/language.js";
import { buildResult } from "../run/build-result.js";
import { OutcomeCollector } from "../run/collect-outcomes.js";
import { withoutLeftOut } from "../score/without-left-out.js";
import type { PreparedPlan, SubmissionFolder } from "../run/run-plan.js";

/** What the score table is made of. */
export interface ScoreSource {
  readonly manifest: Manifest;
  readonly submission: SubmissionFolder;
  /** The plan of the run that just ended. */
  readonly prepared: () => PreparedPlan;
  readonly language: Language;
}

/** A vitest reporter that prints the score table at the end of every run. */
export function scoreReporter({ manifest, submission, prepared, language }: ScoreSource): OutcomeCollector {
  let startedAt = new Date();
  const reporter = new OutcomeCollector({
    onEnd: (collector) => {
      const plan = prepared();
      const result = buildResult(
        {
          manifest,
          prepared: plan,
          submission: { id: submission.id, source: submission.folder },
          level: SANDBOXES[plan.plan.sandbox].level,
          startedAt,
          durationMs: Date.now() - startedAt.getTime(),
        },
        collector.checks,
      );
      const { stdout } = process;
      const color = process.env["NO_COLOR"] ? false : Boolean(process.env["FORCE_COLOR"]) || stdout.isTTY;
      const columns = Math.min(stdout.columns ?? 100, 120);
      const texts = readTexts(manifest.id, language);
      stdout.write(
        renderTerminal(withoutLeftOut(result), { language, audience: "student", texts, color, columns }),
      );
    },
  });
  const start = reporter.onTestRunStart.bind(reporter);
  reporter.onTestRunStart = () => {
    startedAt = new Date();
    start();
  };
  return reporter;
}
