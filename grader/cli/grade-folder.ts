import { readTexts } from "../assignment/texts.js";
import type { chooseSandbox, SandboxRequest } from "../host/index.js";
import type { Language } from "../locale/language.js";
import { wantsColor } from "../package/wants-color.js";
import { resultText, type Result } from "../result/index.js";
import { makePlan } from "../run/run-plan.js";
import { withoutLeftOut } from "../score/without-left-out.js";
import { commitOf } from "../submission/commit-of.js";
import { findSubmission } from "../submission/find-submission.js";
import { UsageError } from "../submission/usage-error.js";
import { EXIT, type ExitCode } from "./exit-code.js";
import { REPORT_KINDS, type ReportKind } from "./options.js";
import { printedJson } from "./printed-json.js";
import { Progress, say, tell } from "./terminal.js";

/** What `gradecheck grade` was asked for. */
export interface GradeOptions {
  assignment?: string;
  seed: number;
  hiddenSeed?: number;
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

async function report(result: Result, options: GradeOptions): Promise<void> {
  const { out, report: kinds, lang } = options;
  if (out === undefined && kinds === undefined) return;
  const { writeReports } = await import("./write-reports.js");
  const request = { folder: out ?? DEFAULT_OUT, kinds: kinds ?? REPORT_KINDS, language: lang };
  for (const path of writeReports(result, request)) tell(say("wrote", { path }));
}

async function show(result: Result, { json, lang }: GradeOptions): Promise<void> {
  if (json === true) {
    process.stdout.write(printedJson(resultText(result)));
    return;
  }
  // Not before it is wanted: a machine that asks for JSON does without.
  const { renderTerminal } = await import("../../reports/render-terminal.js");
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

function tellSandbox({ kind, level, passedOver }: Awaited<ReturnType<typeof chooseSandbox>>): void {
  for (const over of passedOver) tell(say("passed-over", { kind: over.kind, reason: over.reason }));
  tell(say("sandbox", { kind, level }));
}

/**
 * Grades the submission in a folder, shows the result, writes the reports and sets the exit code.
 *
 * @param choosing the sandbox, which may still be tried out
 * @throws UsageError when the folder cannot be graded; InfrastructureError when grading itself fails.
 */
export async function gradeFolder(
  folder: string,
  options: GradeOptions,
  choosing: ReturnType<typeof chooseSandbox>,
): Promise<void> {
  const { seed, hiddenSeed, only } = options;
  const submission = findSubmission(folder, options.assignment);
  const { manifest } = submission;
  // All of this is waiting for other processes, and vitest takes as long to load.
  const preparing = choosing.then((sandbox) => {
    tellSandbox(sandbox);
    const request = { manifest, submissions: [submission], seed, sandbox: sandbox.kind };
    return makePlan({
      ...request,
      ...(hiddenSeed === undefined ? {} : { hiddenSeed }),
      ...(only === undefined ? {} : { only }),
    });
  });
  // It is awaited later; until then a failure must not end the process.
  preparing.catch(() => undefined);
  const loading = import("../run/grade.js");
  const [{ gradePlan }, commit] = await Promise.all([loading, commitOf(submission.folder), choosing]);
  const graded = { ...submission, ...(commit === undefined ? {} : { commit }) };
  const progress = new Progress(say("grading"));
  try {
    const [result] = await gradePlan(manifest, [graded], preparing, { onCheck: progress.update });
    progress.end();
    if (result === undefined) throw new Error("one submission gave no result");
    expectAsked(result, options);
    await show(result, options);
    await report(result, options);
    process.exitCode = exitCodeOf(result, options);
  } finally {
    progress.end();
  }
}
