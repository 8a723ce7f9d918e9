import { existsSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { readGradebook, readResult, type Gradebook, type ReadProblem, type Result } from "../result/index.js";
import { ProblemsError } from "../submission/problems-error.js";
import { UsageError } from "../submission/usage-error.js";
import { readNamedFile } from "./read-named-file.js";
import { say } from "./terminal.js";

/** What a folder holds that grading has left there. */
export type Graded =
  | { readonly kind: "result"; readonly result: Result }
  | { readonly kind: "gradebook"; readonly gradebook: Gradebook; readonly folder: string };

const RESULT = "result.json";
const GRADEBOOK = "gradebook.json";

function parsed(path: string): unknown {
  try {
    return JSON.parse(Buffer.from(readNamedFile(path)).toString("utf8"));
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(say("unreadable", { path, problem: (error as Error).message }));
  }
}

function refused(path: string, problems: readonly ReadProblem[]): ProblemsError {
  const lines = problems.map(({ path: place, expected, got }) =>
    say("read-problem", { place: place === "" ? "/" : place, expected, got }),
  );
  return new ProblemsError(say("not-ours", { path }), lines);
}

/**
 * Reads a `result.json`.
 *
 * @throws UsageError with all its problems.
 */
export function readResultFile(path: string): Result {
  const read = readResult(parsed(path));
  if (!read.ok) throw refused(path, read.problems);
  return read.result;
}

/**
 * Reads a `gradebook.json`, or the one in a folder.
 *
 * @throws UsageError with all its problems, or when there is none.
 */
export function readGradebookFile(path: string): { gradebook: Gradebook; folder: string } {
  const isFolder = statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
  const file = isFolder ? join(path, GRADEBOOK) : path;
  const read = readGradebook(parsed(file));
  if (!read.ok) throw refused(file, read.problems);
  return { gradebook: read.gradebook, folder: dirname(file) };
}

/**
 * Reads what grading left in a folder: the result of one submission, or the gradebook of a batch. One of these files may be
 * named itself.
 *
 * @throws UsageError when there is neither or both, or it cannot be read.
 */
export function readGraded(path: string): Graded {
  const isFolder = statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
  const names = isFolder
    ? [RESULT, GRADEBOOK].filter((name) => existsSync(join(path, name)))
    : [basename(path)];
  if (names.length !== 1) {
    throw new UsageError(say(names.length === 0 ? "nothing-graded" : "both-graded", { folder: path }));
  }
  if (names[0] === RESULT) {
    return { kind: "result", result: readResultFile(isFolder ? join(path, RESULT) : path) };
  }
  return { kind: "gradebook", ...readGradebookFile(path) };
}
