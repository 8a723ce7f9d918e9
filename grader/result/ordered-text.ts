import type { JsonSchema, ObjectSchema } from "./json-schema.js";

type JsonObject = Readonly<Record<string, unknown>>;

/** The schema that applies to an object: the one of its `kind` where there are several. */
function schemaOf(schema: JsonSchema | undefined, value: JsonObject): JsonSchema | undefined {
  const choices = schema?.["oneOf"] as readonly ObjectSchema[] | undefined;
  if (choices === undefined) return schema;
  return choices.find((choice) => choice.properties["kind"]?.["const"] === value["kind"]);
}

/** Keys in the order of the schema; those that it does not name, such as a sentence's values, by alphabet. */
function orderedKeys(value: JsonObject, properties: Readonly<Record<string, JsonSchema>>): string[] {
  const known = Object.keys(properties).filter((key) => value[key] !== undefined);
  const unknown = Object.keys(value).filter((key) => !(key in properties) && value[key] !== undefined);
  return [...known, ...unknown.toSorted()];
}

/**
 * JSON whose keys come in the order of its schema, so that equal values give equal bytes however they were built.
 *
 * @throws TypeError when a number is not finite and not spelled out, which JSON would turn into null.
 */
export function orderedText(value: unknown, schema: JsonSchema): string {
  return `${written(value, schema, "")}\n`;
}

function written(value: unknown, schema: JsonSchema | undefined, indent: string): string {
  if (typeof value === "number" && !Number.isFinite(value)) {
    throw new TypeError(`no file holds the number ${value}; spell it out`);
  }
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const inner = `${indent}  `;
  if (Array.isArray(value)) {
    const items = value.map((item) => written(item, schema?.["items"] as JsonSchema | undefined, inner));
    // A tensor is one line: a line for each of its numbers would bury everything else.
    if (!value.some((item) => typeof item === "object" && item !== null)) return `[${items.join(", ")}]`;
    return `[\n${items.map((item) => inner + item).join(",\n")}\n${indent}]`;
  }
  const object = value as JsonObject;
  const properties = (schemaOf(schema, object)?.["properties"] ?? {}) as Record<string, JsonSchema>;
  const keys = orderedKeys(object, properties);
  if (keys.length === 0) return "{}";
  const fields = keys.map(
    (key) => `${inner}${JSON.stringify(key)}: ${written(object[key], properties[key], inner)}`,
  );
  return `{\n${fields.join(",\n")}\n${indent}}`;
}
