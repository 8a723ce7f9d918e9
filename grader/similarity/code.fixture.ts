import { join } from "node:path";
import { readCorpus } from "../assignment/corpus.js";
import { packageRoot } from "../package/root.js";
import { readSubmissionFolder } from "../prepare/submission-folder.js";

/** TypeScript by path. */
export type Files = ReadonlyMap<string, string>;

/** A submission of TypeScript. */
export interface Submission {
  readonly id: string;
  readonly files: Files;
}

const POLICY = { entry: "src/index.ts", allowedImports: [], folderBytes: 4_000_000, folderFiles: 200 };

async function codeOf(folder: string): Promise<Files> {
  const { files } = await readSubmissionFolder(folder, POLICY);
  return new Map([...files].filter((file): file is [string, string] => file[0].endsWith(".ts")));
}

/** The starter of an assignment. */
export function starterOf(assignment: string): Promise<Files> {
  return codeOf(join(packageRoot(), "assignments", assignment, "starter"));
}

/** The correct solutions of an assignment: independent of each other, in the order of their names. */
export async function correctOf(assignment: string): Promise<Submission[]> {
  const { correct } = readCorpus(assignment);
  return Promise.all(correct.map(async ({ id, folder }) => ({ id, files: await codeOf(folder) })));
}
