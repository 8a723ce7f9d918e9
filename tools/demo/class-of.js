// A class as folders: submissions of the corpora, under the names that they have there.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { materialize, readCorpus } from "../../dist/grader/assignment/corpus.js";

function folderOf(assignment, id, scratch) {
  const { correct, partial, mutants } = readCorpus(assignment);
  const kept = [...correct, ...partial].find((one) => one.id === id);
  if (kept !== undefined) return kept.folder;
  const mutant = mutants.find((one) => one.id === id);
  if (mutant === undefined) throw new Error(`the corpus of ${assignment} has no ${id}`);
  const folder = join(scratch, assignment, id);
  mkdirSync(folder, { recursive: true });
  materialize(assignment, mutant, folder);
  return folder;
}

/** The folders of a class; mutants are written out to a scratch folder first. */
export function classOf(names, scratch) {
  return names.map((name) => {
    const [assignment, id] = name.split("/");
    return folderOf(assignment, id, scratch);
  });
}

/** Submissions by the assignment that each is for, in the order in which they come. */
export function byAssignment(submissions) {
  const groups = new Map();
  for (const submission of submissions) {
    const { manifest } = submission;
    const group = groups.get(manifest.id) ?? { manifest, submissions: [] };
    group.submissions.push(submission);
    groups.set(manifest.id, group);
  }
  return [...groups.values()];
}
