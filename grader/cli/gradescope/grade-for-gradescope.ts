import { join } from "node:path";
import { pointsOf } from "../../assignment/points-of.js";
import { readTexts } from "../../assignment/texts.js";
import { chooseSandbox, type SandboxRequest } from "../../host/index.js";
import type { Language } from "../../locale/language.js";
import { gradescopeResults, unfinishedResults } from "../../publish/platforms/gradescope.js";
import { writeWhole } from "../../storage/write-whole.js";
import { findSubmission } from "../../submission/find-submission.js";
import { gradeOne } from "../grade-one.js";
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

/**
 * Grades the submission of a Gradescope autograder's folder and writes its `results.json`: first one that says that grading
 * has begun, so that a machine that is ended leaves a valid one behind, then the whole.
 *
 * @throws UsageError when the folder is not as Gradescope makes it; InfrastructureError when grading itself fails.
 */
export async function gradeForGradescope(autograder: string, options: GradescopeOptions): Promise<void> {
  const { assignment, seed, hiddenSeed, sandbox, lang: language } = options;
  const folder = join(autograder, PLACES.submission);
  const results = join(autograder, PLACES.results);
  const { manifest } = findSubmission(folder, assignment);
  write(results, unfinishedResults(pointsOf(manifest), language));
  const { id } = readSubmissionMetadata(join(autograder, PLACES.metadata));
  const request = { assignment, seed, sandbox, ...(hiddenSeed === undefined ? {} : { hiddenSeed }) };
  const result = await gradeOne(folder, request, chooseSandbox(sandbox));
  const named = { ...result, submission: { ...result.submission, id: String(id) } };
  write(results, gradescopeResults(named, { language, texts: readTexts(assignment, language) }));
  tell(say("wrote", { path: results }));
}
