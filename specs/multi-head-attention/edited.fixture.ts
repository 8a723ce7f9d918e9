import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gradecheck, temporaryFolder } from "../../grader/package/command.fixture.js";
import { packageRoot } from "../../grader/package/root.js";
import type { Result } from "../../grader/result/index.js";

/** What the checks of a part, or all, say of a submission. */
export async function resultOf(folder: string, only?: string, seed = 11): Promise<Result> {
  const assignment = ["--assignment", "multi-head-attention"];
  const part = only === undefined ? [] : ["--only", `${only}.`];
  const args = ["grade", folder, ...assignment, "--json", ...part, "--seed", `${seed}`];
  const { status, stdout, stderr } = await gradecheck(args);
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as Result;
}

/** What is found once in the source, and what comes in its place. */
export type Edit = readonly [find: string, replace: string];

/** A correct submission after some replacements. */
export function edited(...edits: readonly Edit[]): string {
  const folder = temporaryFolder();
  const correct = join(
    packageRoot(),
    "assignments",
    "multi-head-attention",
    "corpus",
    "correct",
    "plain-loops",
  );
  cpSync(correct, folder, { recursive: true });
  const path = join(folder, "src", "index.ts");
  let text = readFileSync(path, "utf8");
  for (const [find, replace] of edits) {
    if (!text.includes(find)) throw new Error(`not in ${path}: ${find}`);
    text = text.replace(find, replace);
  }
  writeFileSync(path, text);
  return folder;
}

/** The names of the checks of a part that were lost. */
export const lostOf = ({ checks }: Result, part: string): string[] =>
  checks
    .filter((check) => check.part === part && check.earned < check.points)
    .map(({ id }) => id.replace(`${part}.`, ""));
