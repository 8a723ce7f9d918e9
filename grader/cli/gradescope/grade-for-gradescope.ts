import { join } from "node:path";
import { readTexts } from "../../assignment/texts.js";
import { chooseSandbox, type SandboxRequest } from "../../host/index.js";
import type { Language } from "../../locale/language.js";
import type { Manifest } from "../../assignment/manifest.js";
import { gradescopeResults, unfinishedResults } from "../../publish/platforms/gradescope.js";
import { gradePlan } from "../../run/grade.js";
import { makePlan } from "../../run/run-plan.js";
import { writeWhole } from "../../storage/write-whole.js";
import { findSubmission } from "../../submission/find-submission.js";
import { say, tell } from "../terminal.js";
import { readSubmissionMetadata } from "./submission-metadata.js";

/** What `gradecheck gradescope` was asked for. */
export interface GradescopeOptions {
  assignment: string;
  seed: number;
  hiddenSeed?: number;
  sandbox: SandboxRequest;
  lang: Language;
}

/** Gradescope's own places in the autograder's folder. */
const PLACES = {
  submission: "submission",
  metadata: "submission_metadata.json",
  results: "results/results.json",
};

function write(path: string, results: object): void {
  writeWhole(path, `${JSON.stringify(results, null, 2)}\n`);
}

function pointsOf({ parts }: Manifest): number {
  return parts.reduce((sum, part) => sum + part.points, 0);
}

/**
 * Grades the submission of a Gradescope autograder's folder and writes its `results.json`: first one that says that grading
 * has begun, so that a machine that is ended leaves a valid one behind, then the whole.
 *
 * @throws UsageError when the folder is not as Gradescope makes it; InfrastructureError when grading itself fails.
 */
export async function gradeForGradescope(autograder: string, options: GradescopeOptions): Promise<void> {
  const { assignment, seed, hiddenSeed, lang: language } = options;
  const { folder, manifest } = findSubmission(join(autograder, PLACES.submission), assignment);
  const results = join(autograder, PLACES.results);
  write(results, unfinishedResults(pointsOf(manifest), language));
  const { id } = readSubmissionMetadata(join(autograder, PLACES.metadata));
  const sandbox = await chooseSandbox(options.sandbox);
  tell(say("sandbox", { kind: sandbox.kind, level: sandbox.level }));
  const submission = { id: String(id), folder };
  const plan = makePlan({
    manifest,
    submissions: [submission],
    seed,
    sandbox: sandbox.kind,
    ...(hiddenSeed === undefined ? {} : { hiddenSeed }),
  });
  const [result] = await gradePlan(manifest, [submission], plan, {});
  if (result === undefined) throw new Error("one submission gave no result");
  write(results, gradescopeResults(result, { language, texts: readTexts(assignment, language) }));
  tell(say("wrote", { path: results }));
}
