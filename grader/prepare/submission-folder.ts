import { constants } from "node:fs";
import { type FileHandle, lstat, open, readdir, realpath } from "node:fs/promises";
import { join } from "node:path";
import type { SubmissionProblem } from "../result/result.js";
import { isModule } from "./bundler/resolve-file.js";
import type { PreparePolicy } from "./policy.js";
import { problem } from "./problem.js";
import { DEEPEST, IGNORED, lookalikes, MOST_PROBLEMS, tooLarge, tooManyFiles } from "./submission-bounds.js";

/** The files of a submission: text of those that code may be in, nothing of the others. Paths have `/`. */
export type SubmissionFiles = ReadonlyMap<string, string | null>;

interface Walk {
  readonly policy: PreparePolicy;
  readonly files: Map<string, string | null>;
  readonly problems: SubmissionProblem[];
  bytes: number;
}

/**
 * Reads a submission's folder: regular files only, within its limits, no links. Files are opened without following
 * links and are read as far as they were measured, so the folder may change meanwhile without harm.
 *
 * @throws Error when a folder of it cannot be read for a reason of the machine.
 */
export async function readSubmissionFolder(
  folder: string,
  policy: PreparePolicy,
): Promise<{ files: SubmissionFiles; problems: readonly SubmissionProblem[] }> {
  const walk: Walk = { policy, files: new Map(), problems: [], bytes: 0 };
  const root = await rootOf(folder);
  if (typeof root !== "string") return { files: walk.files, problems: [root] };
  await readFolder(root, "", walk);
  if (walk.files.size > policy.folderFiles) {
    walk.problems.unshift(tooManyFiles(policy.folderFiles));
  }
  if (walk.bytes > policy.folderBytes) {
    walk.problems.unshift(tooLarge(policy.folderBytes));
  }
  return {
    files: walk.files,
    problems: [...walk.problems, ...lookalikes(walk.files.keys())].slice(0, MOST_PROBLEMS),
  };
}

/** The folder itself may be reached by a link: it is the grader's argument, not the student's. */
async function rootOf(folder: string): Promise<string | SubmissionProblem> {
  try {
    const root = await realpath(folder);
    return (await lstat(root)).isDirectory() ? root : problem("not-a-folder", { folder });
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code;
    if (code === "ENOENT" || code === "ENOTDIR") return problem("missing-folder", { folder });
    if (code === "EACCES") return problem("unreadable", { folder });
    throw cause;
  }
}

function isFull({ files, bytes, problems, policy }: Walk): boolean {
  return files.size > policy.folderFiles || bytes > policy.folderBytes || problems.length >= MOST_PROBLEMS;
}

async function readFolder(root: string, inside: string, walk: Walk): Promise<void> {
  const entries = await readdir(join(root, inside), { withFileTypes: true });
  entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const entry of entries) {
    if (isFull(walk)) return;
    if (IGNORED.has(entry.name)) continue;
    const path = inside === "" ? entry.name : `${inside}/${entry.name}`;
    const refusal = refusalOf(path, entry.name);
    if (refusal !== undefined) walk.problems.push(refusal);
    else if (entry.isDirectory()) await readFolder(root, path, walk);
    else if (entry.isFile()) await readFile(root, path, walk);
    else walk.problems.push(problem(entry.isSymbolicLink() ? "symlink" : "special-file", {}, { file: path }));
  }
}

function refusalOf(path: string, name: string): SubmissionProblem | undefined {
  if (/[\p{Cc}\\\uFFFD]/u.test(name)) return problem("name", {}, { file: path });
  return path.split("/").length > DEEPEST
    ? problem("too-deep", { allowed: DEEPEST }, { file: path })
    : undefined;
}

async function readFile(root: string, path: string, walk: Walk): Promise<void> {
  let handle: FileHandle | undefined;
  try {
    handle = await open(join(root, path), constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    const stats = await handle.stat();
    walk.bytes += stats.size;
    if (!stats.isFile() || isFull(walk)) return;
    walk.files.set(path, isModule(path) ? await readText(handle, stats.size, path, walk.problems) : null);
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code ?? "";
    if (!["EACCES", "ENOENT", "ELOOP"].includes(code)) throw cause;
    walk.problems.push(problem(code === "ELOOP" ? "symlink" : "unreadable-file", {}, { file: path }));
  } finally {
    await handle?.close();
  }
}

async function readText(
  handle: FileHandle,
  size: number,
  path: string,
  problems: SubmissionProblem[],
): Promise<string> {
  const buffer = Buffer.alloc(size);
  const { bytesRead } = await handle.read(buffer, 0, size, 0);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(buffer.subarray(0, bytesRead));
  } catch {
    problems.push(problem("encoding", {}, { file: path }));
    return "";
  }
}
