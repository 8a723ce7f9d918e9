import { Ajv, type ErrorObject, type ValidateFunction } from "ajv";
import { resultSchema } from "./result.schema.js";
import type { Result } from "./result.js";

/** One place where a file is not a result. */
export interface ReadProblem {
  /** A JSON pointer, such as `/checks/3/earned`; empty for the whole file. */
  path: string;
  expected: string;
  got: string;
}

/** A result that was read, or everything that is wrong with it. */
export type ReadResult = { ok: true; result: Result } | { ok: false; problems: ReadProblem[] };

const LONGEST_GOT = 80;

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

function shown(value: unknown): string {
  if (value === undefined) return "nothing";
  // JSON would show NaN and the infinities as null.
  const json = typeof value === "number" ? String(value) : (JSON.stringify(value) ?? typeof value);
  return json.length <= LONGEST_GOT ? json : `${json.slice(0, LONGEST_GOT)}…`;
}

function described(error: ErrorObject): string {
  return String(error.parentSchema?.["description"] ?? "a value");
}

function problem(error: ErrorObject): ReadProblem {
  const path = error.instancePath;
  const data = error.data as Record<string, unknown>;
  switch (error.keyword) {
    case "required": {
      const name = String(error.params["missingProperty"]);
      const schema = error.parentSchema?.["properties"] as Record<string, { description: string }>;
      return { path: `${path}/${name}`, expected: schema[name]?.description ?? "a value", got: "nothing" };
    }
    case "additionalProperties": {
      const name = String(error.params["additionalProperty"]);
      return { path: `${path}/${name}`, expected: "no such field", got: shown(data[name]) };
    }
    case "discriminator":
      return { path: `${path}/kind`, expected: "heatmap, scatter or lines", got: shown(data["kind"]) };
    case "const":
      return { path, expected: shown(error.schema), got: shown(data) };
    case "enum":
      return { path, expected: `one of ${(error.schema as string[]).join(", ")}`, got: shown(data) };
    case "pattern":
      return { path, expected: described(error), got: shown(data) };
    default: {
      const rule = (error.message ?? error.keyword).replace(/^must be /, "");
      return { path, expected: `${rule} (${described(error)})`, got: shown(data) };
    }
  }
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
  return { ok: false, problems: (isResult.errors ?? []).map(problem) };
}
