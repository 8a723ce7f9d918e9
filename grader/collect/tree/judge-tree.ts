import { problem } from "../../prepare/problem.js";
import {
  DEEPEST,
  folded,
  IGNORED,
  lookalikes,
  MOST_PROBLEMS,
  tooLarge,
  tooManyFiles,
} from "../../prepare/submission-bounds.js";
import type { SubmissionProblem } from "../../result/result.js";
import { nameFault } from "../portable-name.js";
import type { TreeEntry } from "./list-tree.js";

/** What a submission may weigh, as the assignment's manifest says. */
export interface TreeLimits {
  readonly folderBytes: number;
  readonly folderFiles: number;
}

/** The files of a commit that count, and why they cannot be taken; they can where there are no problems. */
export interface JudgedTree {
  readonly files: readonly TreeEntry[];
  readonly problems: readonly SubmissionProblem[];
}

const LINK = "120000";
const SUBMODULE = "160000";
const LONGEST_PATH_BYTES = 1024;

/** What keeps a name from being that of a file on some systems only; where it is one, as at home, it is none of our business. */
const ELSEWHERE: readonly (string | undefined)[] = ["reserved-name", "name-end", "not-nfc"];

/**
 * Judges the files of a commit before any of them is written: nothing but files, within the limits, under names that are
 * each one file inside the folder. What nobody hands in on purpose, such as `node_modules`, is left out and counts for
 * nothing.
 *
 * @param everywhere whether names must be those of files on every system; on Linux, where all of them are, work that runs
 * at home must not be lost to a name that macOS composes otherwise
 */
export function judgeTree(
  entries: readonly TreeEntry[],
  limits: TreeLimits,
  everywhere: boolean = process.platform !== "linux",
): JudgedTree {
  const files = entries.filter(
    ({ path }) => !path.split("/").some((name) => name !== ".git" && IGNORED.has(name)),
  );
  const problems = files.flatMap((entry) => entryProblem(entry, everywhere) ?? []);
  const paths = files.map(({ path }) => path);
  if (everywhere) problems.push(...lookalikes(paths), ...filesThatAreFolders(paths));
  if (files.length > limits.folderFiles) problems.unshift(tooManyFiles(limits.folderFiles));
  const bytes = files.reduce((sum, { size }) => sum + size, 0);
  if (bytes > limits.folderBytes) problems.unshift(tooLarge(limits.folderBytes));
  return { files, problems: problems.slice(0, MOST_PROBLEMS) };
}

function entryProblem({ mode, path }: TreeEntry, everywhere: boolean): SubmissionProblem | undefined {
  const names = path.split("/");
  const faults = names.map(nameFault).filter((one) => everywhere || !ELSEWHERE.includes(one));
  const fault = faults.find((one) => one !== undefined);
  if (fault !== undefined) return problem(fault, {}, { file: path });
  if (mode === LINK) return problem("symlink", {}, { file: path });
  if (mode === SUBMODULE) return problem("submodule", {}, { file: path });
  if (!/^100[0-7]{3}$/.test(mode)) return problem("special-file", {}, { file: path });
  if (names.length > DEEPEST) return problem("too-deep", { allowed: DEEPEST }, { file: path });
  return Buffer.byteLength(path) > LONGEST_PATH_BYTES ? problem("long-name", {}, { file: path }) : undefined;
}

/** Where case does not matter, `Src` the file and `src` the folder are one. */
function filesThatAreFolders(paths: readonly string[]): SubmissionProblem[] {
  const folders = new Map<string, string>();
  for (const path of paths) {
    for (let end = path.lastIndexOf("/"); end > 0; end = path.lastIndexOf("/", end - 1)) {
      folders.set(folded(path.slice(0, end)), path.slice(0, end));
    }
  }
  return paths.flatMap((file) => {
    const other = folders.get(folded(file));
    return other === undefined ? [] : [problem("lookalike", { other }, { file })];
  });
}
