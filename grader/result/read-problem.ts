import type { ErrorObject } from "ajv";

/** One place where a file is not a result. */
export interface ReadProblem {
  /** A JSON pointer, such as `/checks/3/earned`; empty for the whole file. */
  path: string;
  expected: string;
  got: string;
}

const LONGEST_GOT = 80;

function shown(value: unknown): string {
  if (value === undefined) return "nothing";
  // JSON would show NaN and the infinities as null.
  const json = typeof value === "number" ? String(value) : (JSON.stringify(value) ?? typeof value);
  return json.length <= LONGEST_GOT ? json : `${json.slice(0, LONGEST_GOT)}…`;
}

function described(error: ErrorObject): string {
  return String(error.parentSchema?.["description"] ?? "a value");
}

/** What ajv found, told to a person: what was expected there and what was found. */
export function readProblem(error: ErrorObject): ReadProblem {
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
