import type { chooseSandbox, SandboxRequest } from "../host/index.js";
import type { Language } from "../locale/language.js";
import { resultText, type Result } from "../result/index.js";
import { UsageError } from "../submission/usage-error.js";
import { resultExitCode } from "./exit-code.js";
import { gradeOne } from "./grade-one.js";
import { REPORT_KINDS, type ReportKind } from "./options.js";
import { printedJson } from "./printed-json.js";
import { readResultFile } from "./read-graded.js";
import { say, tell } from "./terminal.js";

/** What `gradecheck grade` was asked for. */
export interface GradeOptions {
  assignment?: string;
  seed: number;
  hiddenSeed?: number;
  sandbox: SandboxRequest;
  json?: true;
  out?: string;
  report?: ReportKind[];
  since?: string;
  minScore?: number;
  only?: string;
  lang: Language;
}

/** Where reports go when they are asked for without a place. */
const DEFAULT_OUT = "gradecheck-report";

async function report(result: Result, options: GradeOptions, earlier: Result | undefined): Promise<void> {
  const { out, report: kinds, lang } = options;
  if (out === undefined && kinds === undefined) return;
  const { writeReports } = await import("./write-reports.js");
  const request = { folder: out ?? DEFAULT_OUT, kinds: kinds ?? REPORT_KINDS, language: lang };
  const paths = writeReports(result, { ...request, ...(earlier === undefined ? {} : { earlier }) });
  for (const path of paths) tell(say("wrote", { path }));
}

async function show(
  result: Result,
  { json, lang }: GradeOptions,
  earlier: Result | undefined,
): Promise<void> {
  if (json === true) {
    process.stdout.write(printedJson(resultText(result)));
    return;
  }
  // Not before it is wanted: a machine that asks for JSON does without.
  const { showResult } = await import("./show-result.js");
  showResult(result, lang, earlier);
}

/** @throws UsageError where `--only` names no check: all zeros would look like a verdict. */
function expectAsked({ checks, submission }: Result, { only }: GradeOptions): void {
  if (only === undefined || submission.problems.length > 0) return;
  if (checks.every((check) => check.outcome === "skipped")) {
    throw new UsageError(say("no-such-check", { only }));
  }
}

/**
 * Grades the submission in a folder, shows the result, writes the reports and sets the exit code.
 *
 * @param choosing the sandbox, which may still be tried out
 * @throws UsageError when the folder or the earlier result cannot be read; InfrastructureError when grading itself fails.
 */
export async function gradeFolder(
  folder: string,
  options: GradeOptions,
  choosing: ReturnType<typeof chooseSandbox>,
): Promise<void> {
  const earlier = options.since === undefined ? undefined : readResultFile(options.since);
  const result = await gradeOne(folder, options, choosing);
  expectAsked(result, options);
  await show(result, options, earlier);
  await report(result, options, earlier);
  process.exitCode = resultExitCode(result, options.minScore);
}
