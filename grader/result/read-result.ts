import { Ajv, type ValidateFunction } from "ajv";
import { readProblem, type ReadProblem } from "./read-problem.js";
import { resultSchema } from "./result.schema.js";
import type { Result } from "./result.js";

/** A result that was read, or everything that is wrong with it. */
export type ReadResult = { ok: true; result: Result } | { ok: false; problems: ReadProblem[] };

let validator: ValidateFunction<Result> | undefined;

function validate(): ValidateFunction<Result> {
  validator ??= new Ajv({
    allErrors: true,
    verbose: true,
    discriminator: true,
    allowUnionTypes: true,
  }).compile<Result>(resultSchema);
  return validator;
}

/**
 * Reads a parsed `result.json`.
 *
 * @param json what `JSON.parse` gave
 * @returns the same object as a {@link Result}, or all its problems at once
 */
export function readResult(json: unknown): ReadResult {
  const isResult = validate();
  if (isResult(json)) return { ok: true, result: json };
  return { ok: false, problems: (isResult.errors ?? []).map(readProblem) };
}
