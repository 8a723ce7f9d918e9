import { closedObject, type JsonSchema, type ObjectSchema, text } from "../../result/json-schema.js";

/** The columns of a roster, in the order in which people write them, and whether one may be left out. */
export const COLUMNS = {
  id: "required",
  name: "required",
  email: "required",
  repository: "required",
  section: "optional",
  extension: "optional",
} as const;

/** One of {@link COLUMNS}. */
export type Column = keyof typeof COLUMNS;

/** Whether a column of this name belongs into a roster. */
export function isColumn(name: string): name is Column {
  return Object.hasOwn(COLUMNS, name);
}

/** A row of a roster as the file has it; columns that it lacks are empty. */
export type RosterRow = Readonly<Record<Column, string>>;

const LONGEST_ID = 64;
const LONGEST_FIELD = 1000;

function field(description: string, more: object = {}): JsonSchema {
  return { ...text(description), maxLength: LONGEST_FIELD, ...more };
}

/** JSON Schema of a {@link RosterRow}. Its formats are `portable-name` and `extension`. */
export const rosterRowSchema: ObjectSchema = closedObject("A row of a roster.", {
  id: field("Letters of any script, digits, `.`, `_` and `-`; it names folders.", {
    minLength: 1,
    maxLength: LONGEST_ID,
    pattern: "^(?:[\\p{L}\\p{M}\\p{N}_-][\\p{L}\\p{M}\\p{N}._-]*)?$",
    format: "portable-name",
  }),
  name: field("What the student is called."),
  email: field("An address, or empty.", { pattern: "^(?:[^\\s@]+@[^\\s@]+)?$" }),
  repository: field("The address of a repository.", { minLength: 1 }),
  section: field("The student's group; may be empty."),
  extension: field("More time: a moment with its zone, or a duration; may be empty.", {
    format: "extension",
  }),
});
