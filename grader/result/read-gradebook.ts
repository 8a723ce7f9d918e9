import { Ajv, type ValidateFunction } from "ajv";
import { gradebookSchema } from "./gradebook.schema.js";
import type { Gradebook } from "./gradebook.js";
import { readProblem, type ReadProblem } from "./read-problem.js";

/** A gradebook that was read, or everything that is wrong with it. */
export type ReadGradebook = { ok: true; gradebook: Gradebook } | { ok: false; problems: ReadProblem[] };

let validator: ValidateFunction<Gradebook> | undefined;

/**
 * Reads a parsed `gradebook.json`.
 *
 * @param json what `JSON.parse` gave
 * @returns the same object as a {@link Gradebook}, or all its problems at once
 */
export function readGradebook(json: unknown): ReadGradebook {
  validator ??= new Ajv({ allErrors: true, verbose: true, allowUnionTypes: true }).compile<Gradebook>(
    gradebookSchema,
  );
  if (validator(json)) return { ok: true, gradebook: json };
  return { ok: false, problems: (validator.errors ?? []).map(readProblem) };
}
