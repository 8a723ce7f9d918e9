import { join } from "node:path";
import { Command } from "commander";
import { renderHtml } from "../../../reports/render-html.js";
import { renderMarkdown } from "../../../reports/render-markdown.js";
import { renderTerminal } from "../../../reports/render-terminal.js";
import { readTexts } from "../../assignment/texts.js";
import { chooseSandbox, type SandboxRequest } from "../../host/index.js";
import type { Language } from "../../locale/language.js";
import { resultText, type Result } from "../../result/index.js";
import { grade } from "../../run/grade.js";
import { withoutLeftOut } from "../../score/without-left-out.js";
import { commitOf } from "../../submission/commit-of.js";
import { findSubmission } from "../../submission/find-submission.js";
import { UsageError } from "../../submission/usage-error.js";
import { EXIT, type ExitCode } from "../exit-code.js";
import {
  languageOption,
  leastScoreOption,
  reportOption,
  sandboxOption,
  seedOption,
  type ReportKind,
} from "../options.js";
import { Progress, say, tell, wantsColor } from "../terminal.js";
import { writeWhole } from "../write-whole.js";

interface GradeOptions {
  assignment?: string;
  seed: number;
  sandbox: SandboxRequest;
  json?: true;
  out?: string;
  report?: ReportKind[];
  minScore?: number;
  only?: string;
  lang: Language;
}

/** Where reports go when they are asked for without a place. */
const DEFAULT_OUT = "gradecheck-report";

function writeReports(result: Result, options: GradeOptions): void {
  const { out, report, lang } = options;
  if (out === undefined && report === undefined) return;
  const folder = out ?? DEFAULT_OUT;
  const texts = readTexts(result.assignment.id, lang);
  const reportOptions = { language: lang, audience: "student", texts } as const;
  const shown = withoutLeftOut(result);
  const files: [string, string][] = [["result.json", resultText(result)]];
  for (const kind of report ?? ["html", "md"]) {
    const text = kind === "html" ? renderHtml(shown, reportOptions) : renderMarkdown(shown, reportOptions);
    files.push([`report.${kind}`, text]);
  }
  for (const [name, text] of files) {
    writeWhole(join(folder, name), text);
    tell(say("wrote", { path: join(folder, name) }));
  }
}

function show(result: Result, { json, lang }: GradeOptions): void {
  if (json === true) {
    process.stdout.write(resultText(result));
    return;
  }
  const texts = readTexts(result.assignment.id, lang);
  const color = wantsColor(process.stdout);
  const columns = Math.min(process.stdout.columns ?? 100, 120);
  const shown = withoutLeftOut(result);
  process.stdout.write(renderTerminal(shown, { language: lang, audience: "student", texts, color, columns }));
}

function exitCodeOf(result: Result, { minScore }: GradeOptions): ExitCode {
  if (result.checks.some((check) => check.outcome === "infrastructure-error")) return EXIT.fault;
  return minScore !== undefined && result.score < minScore ? EXIT.short : EXIT.done;
}

/** @throws UsageError where `--only` names no check: all zeros would look like a verdict. */
function expectAsked({ checks, submission }: Result, { only }: GradeOptions): void {
  if (only === undefined || submission.problems.length > 0) return;
  if (checks.every((check) => check.outcome === "skipped")) {
    throw new UsageError(say("no-such-check", { only }));
  }
}

async function run(folder: string, options: GradeOptions): Promise<void> {
  const submission = findSubmission(folder, options.assignment);
  const [sandbox, commit] = await Promise.all([chooseSandbox(options.sandbox), commitOf(submission.folder)]);
  for (const { kind, reason } of sandbox.passedOver) tell(say("passed-over", { kind, reason }));
  tell(say("sandbox", { kind: sandbox.kind, level: sandbox.level }));
  const progress = new Progress(say("grading"));
  try {
    const [result] = await grade({
      manifest: submission.manifest,
      submissions: [{ ...submission, ...(commit === undefined ? {} : { commit }) }],
      seed: options.seed,
      sandbox: sandbox.kind,
      onCheck: progress.update,
      ...(options.only === undefined ? {} : { only: options.only }),
    });
    progress.end();
    if (result === undefined) throw new Error("one submission gave no result");
    expectAsked(result, options);
    show(result, options);
    writeReports(result, options);
    process.exitCode = exitCodeOf(result, options);
  } finally {
    progress.end();
  }
}

/** `gradecheck grade <folder>` */
export function gradeCommand(): Command {
  return new Command("grade")
    .description(say("grade"))
    .argument("<folder>", say("grade-folder"))
    .option("--assignment <ID>", say("option-assignment"))
    .addOption(seedOption())
    .addOption(sandboxOption())
    .option("--json", say("option-json"))
    .option("--out <DIR>", say("option-out"))
    .addOption(reportOption())
    .addOption(leastScoreOption())
    .option("--only <name>", say("option-only"))
    .addOption(languageOption())
    .addHelpText("after", `\n${say("exit-codes")}`)
    .action(run);
}
