import { Ajv, type ErrorObject, type ValidateFunction } from "ajv";
import { nameFault } from "../portable-name.js";
import { readExtension } from "./extension.js";
import { printable } from "../../prepare/problem.js";
import { rosterRowSchema, type RosterRow } from "./roster.schema.js";
import type { RosterProblem } from "./roster-problem.js";

let compiled: ValidateFunction<RosterRow> | undefined;

function validator(): ValidateFunction<RosterRow> {
  const ajv = new Ajv({ allErrors: true, verbose: true, validateSchema: false });
  ajv.addFormat("portable-name", (text) => text === "" || nameFault(text) === undefined);
  ajv.addFormat("extension", (text) => text === "" || readExtension(text) !== undefined);
  return ajv.compile<RosterRow>(rosterRowSchema);
}

/** Everything that is wrong with a row of a roster by itself, once for each field. */
export function rowProblems(row: RosterRow, line: number): RosterProblem[] {
  compiled ??= validator();
  if (compiled(row)) return [];
  const problems = new Map<string, RosterProblem>();
  for (const error of compiled.errors ?? []) {
    const column = error.instancePath.slice(1);
    if (!problems.has(column)) problems.set(column, { line, column, finding: findingOf(error, column) });
  }
  return [...problems.values()];
}

function findingOf({ keyword, params, data }: ErrorObject, column: string): RosterProblem["finding"] {
  const got = printable(String(data));
  switch (keyword) {
    case "minLength":
      return { code: "collect.roster.missing", values: {} };
    case "maxLength":
      return { code: "collect.roster.too-long", values: { allowed: Number(params["limit"]) } };
    default:
      return { code: `collect.roster.bad-${column}`, values: { got } };
  }
}
