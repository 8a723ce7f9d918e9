import { posix } from "node:path";
import { isModule, MODULE_TYPES } from "../prepare/bundler/resolve-file.js";
import type { CodeFile } from "./tokenizer/message.js";

/** The files of a submission that are code. */
export interface SubmissionCode {
  /** Sorted, so that two copies are read in the same order. */
  readonly paths: readonly string[];
  /** In the order of `paths`. */
  readonly files: readonly CodeFile[];
}

/**
 * Picks the code out of a submission.
 *
 * @param files by path; those that are no text are null
 */
export function codeIn(files: ReadonlyMap<string, string | null>): SubmissionCode {
  const paths: string[] = [];
  const code: CodeFile[] = [];
  for (const path of [...files.keys()].toSorted()) {
    const text = files.get(path);
    const language = languageOf(path);
    if (typeof text !== "string" || language === undefined) continue;
    paths.push(path);
    code.push({ language, text });
  }
  return { paths, files: code };
}

function languageOf(path: string): CodeFile["language"] | undefined {
  if (!isModule(path)) return undefined;
  const type = MODULE_TYPES[posix.extname(path) as keyof typeof MODULE_TYPES];
  return type === "json" ? undefined : type;
}
