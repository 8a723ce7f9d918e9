import type { SubmissionProblem } from "../result/result.js";
import { problem } from "./problem.js";

/** What nobody hands in on purpose; wherever it lies, it is passed over and counts for nothing. */
export const IGNORED: ReadonlySet<string> = new Set(["node_modules", ".git", "dist"]);

/** How deep the files of a submission may be nested. */
export const DEEPEST = 16;

/** More than these at once help nobody. */
export const MOST_PROBLEMS = 20;

const MIB = 1024 * 1024;

/** A submission whose files together are larger than this many bytes. */
export function tooLarge(folderBytes: number): SubmissionProblem {
  return problem("too-large", { allowed: Math.round((folderBytes / MIB) * 100) / 100 });
}

/** A submission of more than this many files. */
export function tooManyFiles(folderFiles: number): SubmissionProblem {
  return problem("too-many-files", { allowed: folderFiles });
}

/** A name as macOS and Windows tell names apart: whatever the case and however its letters are composed. */
export function folded(name: string): string {
  return name.normalize("NFC").toLowerCase();
}

/** Names that differ only in case or in how letters are composed are one file on macOS and Windows. */
export function lookalikes(paths: Iterable<string>): SubmissionProblem[] {
  const seen = new Map<string, string>();
  const found: SubmissionProblem[] = [];
  for (const path of paths) {
    const other = seen.get(folded(path));
    if (other === undefined) seen.set(folded(path), path);
    else found.push(problem("lookalike", { other }, { file: path }));
  }
  return found;
}
