import { existsSync } from "node:fs";
import { tooManyFiles } from "../prepare/submission-bounds.js";
import type { SubmissionProblem } from "../result/result.js";
import type { Candidate } from "./collected.js";
import type { Clone } from "./git/clone.js";
import type { RemoteHead } from "./git/remote-head.js";
import { RepositoryFault } from "./git/repository-fault.js";
import type { Chosen } from "./history/choose-commits.js";
import { instantText } from "./history/instant.js";
import { judgeTree, type JudgedTree, type TreeLimits } from "./tree/judge-tree.js";
import { readTree } from "./tree/list-tree.js";
import { writeFiles } from "./tree/write-files.js";

const MIB = 1024 * 1024;
/** Room for some hundred thousand files. */
const LISTING_BYTES = 32 * MIB;
/** What git prints around the bytes of a file, and more. */
const AROUND_FILE_BYTES = 200;

/**
 * The candidate of a commit: its files in a folder, or why they cannot be taken.
 *
 * @param clone has the files, unless the folder is there already
 * @param folder where they go; whole or not there
 * @throws RepositoryFault when the clone is broken, InfrastructureError when the files cannot be written.
 */
export async function candidateOf(
  { state, lateMinutes, latePercent }: Chosen,
  clone: Clone,
  { name }: RemoteHead,
  folder: string,
  limits: TreeLimits,
): Promise<Candidate> {
  const { commit, atMs, reliedOn } = state;
  const handIn = { ref: name, commit, at: instantText(atMs), reliedOn, lateMinutes, latePercent };
  if (existsSync(folder)) return { handIn, folder, problems: [] };
  const { files, problems } = await judgedTree(clone, commit, limits);
  if (problems.length > 0) return { handIn, folder: null, problems };
  const input = files.map(({ hash }) => `${hash}\n`).join("");
  const outputBytes = limits.folderBytes + (files.length + 1) * AROUND_FILE_BYTES;
  await writeFiles(folder, files, await clone.onFiles(["cat-file", "--batch"], { input, outputBytes }));
  return { handIn, folder, problems };
}

async function judgedTree(clone: Clone, commit: string, limits: TreeLimits): Promise<JudgedTree> {
  try {
    const args = ["ls-tree", "-r", "-z", "-l", "--full-tree", commit];
    return judgeTree(readTree(await clone.onFiles(args, { outputBytes: LISTING_BYTES })), limits);
  } catch (fault) {
    // A few small trees that hold each other make billions of files.
    if (!(fault instanceof RepositoryFault) || fault.finding.code !== "collect.output") throw fault;
    const problems: SubmissionProblem[] = [tooManyFiles(limits.folderFiles)];
    return { files: [], problems };
  }
}
