import { appendFileSync, statSync } from "node:fs";
import { onExit } from "signal-exit";
import type { ReportOptions } from "../../../reports/report-options.js";
import { readTexts } from "../../assignment/texts.js";
import type { chooseSandbox, SandboxRequest } from "../../host/index.js";
import type { Language } from "../../locale/language.js";
import { junitXml } from "../../publish/platforms/junit.js";
import { withoutCommands } from "../../publish/platforms/without-commands.js";
import type { Result } from "../../result/index.js";
import { sealedResult } from "../../result/sealed-result.js";
import { writeWhole } from "../../storage/write-whole.js";
import { UsageError } from "../../submission/usage-error.js";
import { resultExitCode } from "../exit-code.js";
import { gradeOne } from "../grade-one.js";
import { REPORT_KINDS } from "../options.js";
import { readResultFile } from "../read-graded.js";
import { showResult } from "../show-result.js";
import { say, tell } from "../terminal.js";
import { writeReports } from "../write-reports.js";
import { annotationsOf } from "./annotation.js";
import { CommandFence } from "./command-fence.js";
import { readEvent } from "./event.js";
import { folderInRepository } from "./folder-in-repository.js";
import { sayCi } from "./say.js";
import { stepOutputs } from "./step-outputs.js";
import { stepSummary } from "./step-summary.js";
import { workflowCommand } from "./workflow-command.js";

/** What `gradecheck ci` was asked for. */
export interface CiOptions {
  assignment?: string;
  seed: number;
  hiddenSeed?: number;
  sandbox: SandboxRequest;
  minScore?: number;
  since?: string;
  out?: string;
  junit?: string;
  classroom?: true;
  lang: Language;
}

type Environment = Readonly<Record<string, string | undefined>>;

function write(text: string): void {
  process.stdout.write(text);
}

/** The first push has no earlier result, and one that was kept badly is no reason not to grade. */
function earlierResult(path: string | undefined): Result | undefined {
  if (path === undefined) return undefined;
  if (statSync(path, { throwIfNoEntry: false }) === undefined) {
    tell(sayCi("nothing-earlier", { path }));
    return undefined;
  }
  try {
    return sealedResult(readResultFile(path));
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    tell(withoutCommands(sayCi("earlier-unreadable", { problem: error.message })));
    return undefined;
  }
}

function appendSummary(result: Result, options: ReportOptions, env: Environment): void {
  const { GITHUB_STEP_SUMMARY: path } = env;
  if (!path) return;
  const before = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  const summary = stepSummary(result, options, readEvent(env), before);
  if (summary === undefined) tell(sayCi("summary-full"));
  else appendFileSync(path, summary);
}

function writeFiles(result: Result, options: CiOptions, earlier: Result | undefined): void {
  const { out, junit, lang: language } = options;
  const texts = readTexts(result.assignment.id, language);
  const paths: string[] = [];
  if (out !== undefined) {
    const request = { folder: out, kinds: REPORT_KINDS, language };
    paths.push(...writeReports(result, { ...request, ...(earlier === undefined ? {} : { earlier }) }));
  }
  if (junit !== undefined) {
    writeWhole(junit, junitXml(result, { language, texts }));
    paths.push(junit);
  }
  for (const path of paths) tell(say("wrote", { path }));
}

/**
 * Grades a checkout as a step of a workflow: the report goes into the log and the step's summary, problems to the student's
 * lines, scores into the step's outputs. Nothing of a hidden check leaves it but name and verdict. Without GitHub's variables
 * it prints the report and writes what was asked for.
 *
 * @param choosing the sandbox, which may still be tried out
 * @throws UsageError when the folder cannot be graded; InfrastructureError when grading itself fails.
 */
export async function runCi(
  folder: string,
  options: CiOptions,
  choosing: ReturnType<typeof chooseSandbox>,
  env: Environment,
): Promise<void> {
  const isGitHub = env["GITHUB_ACTIONS"] === "true";
  const fence = new CommandFence(isGitHub ? write : () => undefined);
  // Closed until the process ends, however that comes about: an error may quote the submission.
  onExit(() => fence.open());
  fence.close();
  const { lang: language, minScore, classroom } = options;
  const earlier = earlierResult(options.since);
  const result = sealedResult(await gradeOne(folder, options, choosing));
  const texts = readTexts(result.assignment.id, language);
  showResult(result, language, earlier);
  writeFiles(result, options, earlier);
  const change = earlier === undefined ? {} : { earlier };
  appendSummary(result, { language, audience: "student", texts, ...change }, env);
  if (env["GITHUB_OUTPUT"]) {
    const least = minScore === undefined ? {} : { minScore };
    const outputs = { language, texts, classroom: classroom === true, ...least };
    appendFileSync(env["GITHUB_OUTPUT"], stepOutputs(result, outputs));
  }
  if (isGitHub) {
    const annotations = annotationsOf(result, {
      language,
      texts,
      folder: folderInRepository(folder, env["GITHUB_WORKSPACE"] ?? "."),
    });
    fence.open();
    for (const annotation of annotations) write(`${workflowCommand(annotation)}\n`);
  }
  process.exitCode = resultExitCode(result, minScore);
}
