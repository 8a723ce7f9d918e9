import { validatorOf } from "../../validation/validator.js";
import { gradebookSchema } from "./gradebook.schema.js";
import type { Gradebook } from "./gradebook.js";
import { readProblem, type ReadProblem } from "./read-problem.js";

/** A gradebook that was read, or everything that is wrong with it. */
export type ReadGradebook = { ok: true; gradebook: Gradebook } | { ok: false; problems: ReadProblem[] };

const isGradebook = validatorOf<Gradebook>(gradebookSchema);

/**
 * Reads a parsed `gradebook.json`.
 *
 * @param json what `JSON.parse` gave
 * @returns the same object as a {@link Gradebook}, or all its problems at once
 */
export function readGradebook(json: unknown): ReadGradebook {
  if (isGradebook(json)) return { ok: true, gradebook: json };
  return { ok: false, problems: isGradebook.errors.map(readProblem) };
}
