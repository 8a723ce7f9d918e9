import { validatorOf } from "../../validation/validator.js";
import { readProblem, type ReadProblem } from "./read-problem.js";
import { resultSchema } from "./result.schema.js";
import type { Result } from "./result.js";

/** A result that was read, or everything that is wrong with it. */
export type ReadResult = { ok: true; result: Result } | { ok: false; problems: ReadProblem[] };

const isResult = validatorOf<Result>(resultSchema);

/**
 * Reads a parsed `result.json`.
 *
 * @param json what `JSON.parse` gave
 * @returns the same object as a {@link Result}, or all its problems at once
 */
export function readResult(json: unknown): ReadResult {
  if (isResult(json)) return { ok: true, result: json };
  return { ok: false, problems: isResult.errors.map(readProblem) };
}
