import { existsSync, readFileSync, statSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { errorsText, validatorOf } from "../../validation/validator.js";
import type { Manifest } from "../assignment/manifest.js";
import { assignmentIds, readAssignment } from "../assignment/read-assignment.js";
import { LANGUAGES, terminalLanguage, type Language } from "../locale/language.js";
import { sentence } from "../locale/sentence.js";
import { UsageError } from "./usage-error.js";

/** A folder to grade, and the assignment that it is for. */
export interface FoundSubmission {
  readonly id: string;
  readonly folder: string;
  readonly manifest: Manifest;
}

function say(key: string, values: Record<string, string>): string {
  return sentence({ code: `cli.${key}`, values }, terminalLanguage());
}

interface PackageFile {
  gradecheck?: { assignment?: string; lang?: Language };
}

const isPackageFile = validatorOf<PackageFile>({
  description: "What gradecheck reads of a submission's package.json.",
  type: "object",
  properties: {
    gradecheck: {
      type: "object",
      properties: {
        assignment: { type: "string", description: "The id of the assignment." },
        lang: { enum: LANGUAGES, description: "The language of what `npm test` says." },
      },
    },
  },
});

/** What its `package.json` says of a submission; undefined where there is none. */
function readPackage(folder: string): PackageFile["gradecheck"] | undefined {
  const path = join(folder, "package.json");
  if (!existsSync(path)) return undefined;
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    throw new UsageError(say("bad-package", { path, problem: (error as Error).message }));
  }
  if (!isPackageFile(content)) {
    const problem = errorsText(isPackageFile.errors);
    throw new UsageError(say("bad-package", { path, problem }));
  }
  return content.gradecheck ?? {};
}

function namedAssignment(folder: string): string {
  const ids = assignmentIds().join(", ");
  const said = readPackage(folder);
  if (said === undefined) throw new UsageError(say("no-package", { folder, ids }));
  if (said.assignment === undefined) {
    throw new UsageError(say("no-assignment", { path: join(folder, "package.json"), ids }));
  }
  return said.assignment;
}

/**
 * The language that a student's own repository asks for; undefined where it asks for none.
 *
 * @throws UsageError when its `package.json` cannot be read.
 */
export function repositoryLanguage(folder: string): Language | undefined {
  return readPackage(resolve(folder))?.lang;
}

/** The id of an assignment that is there. */
export function knownAssignment(id: string): string {
  if (assignmentIds().includes(id)) return id;
  throw new UsageError(say("unknown-assignment", { id, ids: assignmentIds().join(", ") }));
}

/**
 * The submission in a folder; the assignment is the one given, or the one that its `package.json` names.
 *
 * @throws UsageError when there is no such folder or no telling which assignment it is for.
 */
export function findSubmission(folder: string, assignment?: string): FoundSubmission {
  const path = resolve(folder);
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) throw new UsageError(say("no-folder", { folder }));
  if (!stats.isDirectory()) throw new UsageError(say("not-a-folder", { folder }));
  const manifest = readAssignment(knownAssignment(assignment ?? namedAssignment(path)));
  return { id: basename(path), folder: path, manifest };
}
