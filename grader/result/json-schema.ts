/** A JSON Schema (draft-07) as plain data. */
export interface JsonSchema {
  readonly [keyword: string]: unknown;
  readonly description: string;
}

/** A JSON Schema for an object that has the listed properties, in this order, and no others. */
export interface ObjectSchema extends JsonSchema {
  readonly type: "object";
  readonly properties: Readonly<Record<string, JsonSchema>>;
  readonly required: readonly string[];
  readonly additionalProperties: false;
}

/**
 * The schema of an object with just these properties.
 *
 * @param properties in the order in which a file shows them
 * @param optional those that may be left out; all others are required
 */
export function closedObject(
  description: string,
  properties: Readonly<Record<string, JsonSchema>>,
  optional: readonly string[] = [],
): ObjectSchema {
  const required = Object.keys(properties).filter((name) => !optional.includes(name));
  return { description, type: "object", properties, required, additionalProperties: false };
}

/** The schema of any text. */
export function text(description: string): JsonSchema {
  return { description, type: "string" };
}

/** The schema of a number that is never negative. */
export function amount(description: string): JsonSchema {
  return { description, type: "number", minimum: 0 };
}

/** The schema of a moment in UTC, such as `2026-03-01T14:59:00Z`. */
export function instant(description: string): JsonSchema {
  const pattern = "^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d+)?Z$";
  return { description, type: "string", pattern };
}

/** The schema of a value that is null where there is nothing to say. */
export function orNull(schema: JsonSchema): JsonSchema {
  return { ...schema, type: [schema["type"] as string, "null"] };
}
