import { join } from "node:path";
import type { Manifest } from "../assignment/manifest.js";
import { assignmentFolder } from "../assignment/texts.js";
import { type SandboxKind, SANDBOXES } from "../host/index.js";
import { policyOf } from "../run/run-plan.js";
import { readSubmissionFolder, type SubmissionFiles } from "../prepare/submission-folder.js";
import { type Similarity, similarPairs } from "../similarity/similar-pairs.js";

/**
 * The submissions of a class that are much alike, with the starter of the assignment taken out of all of them.
 *
 * @param works the folder of each student's work, by id
 * @throws InfrastructureError when what reads the submissions cannot be started.
 */
export async function lookAlikes(
  manifest: Manifest,
  works: ReadonlyMap<string, string>,
  sandbox: SandboxKind,
): Promise<Similarity> {
  const filesOf = async (folder: string): Promise<SubmissionFiles> =>
    (await readSubmissionFolder(folder, policyOf(manifest))).files;
  const template = await filesOf(join(assignmentFolder(manifest.id), "starter"));
  const submissions = [];
  for (const [id, folder] of works) submissions.push({ id, files: await filesOf(folder) });
  return similarPairs(submissions, template, { sandbox: SANDBOXES[sandbox] });
}
