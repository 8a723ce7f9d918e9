import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Language } from "../locale/language.js";
import { packageRoot } from "../package/root.js";

/** The words of an assignment in one language. */
export interface AssignmentTexts {
  title: string;
  /** By the id of the part. */
  parts: Record<string, string>;
  /** By the id of the check: what holds, and what was expected in the handout's notation. */
  checks: Record<string, { title: string; expected: string }>;
  /** By the key that mutants name. */
  hints: Record<string, string>;
}

/** The folder of an assignment, whether there is one or not. */
export function assignmentFolder(id: string): string {
  return join(packageRoot(), "assignments", id);
}

const known = new Map<string, Readonly<AssignmentTexts>>();

/**
 * The words of an assignment; every check asks for its title, so they are read once.
 *
 * @throws Error when there are none in this language: they come with the assignment.
 */
export function readTexts(id: string, language: Language): Readonly<AssignmentTexts> {
  const path = join(assignmentFolder(id), "texts", `${language}.json`);
  const texts = known.get(path) ?? (JSON.parse(readFileSync(path, "utf8")) as AssignmentTexts);
  known.set(path, texts);
  return texts;
}
