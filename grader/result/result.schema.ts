import { checkSchema, findingSchema } from "./check.schema.js";
import { amount, closedObject, instant, text, type ObjectSchema } from "./json-schema.js";
import { SANDBOX_LEVELS } from "./outcome.js";
import { RESULT_SCHEMA } from "./result.js";

const problem = closedObject("Why the submission could not be run at all, or what it should know.", {
  finding: findingSchema("The problem as data."),
  message: text("The problem in English."),
  file: {
    description: "The file, within the submission; null where it has no place.",
    type: ["string", "null"],
  },
  line: { description: "The line, counted from 1.", type: ["integer", "null"], minimum: 1 },
  column: { description: "The column.", type: ["integer", "null"], minimum: 0 },
});

const submission = closedObject(
  "What was graded.",
  {
    id: text("Whose work it is: a student's or a folder's name."),
    source: text("Where it came from: a folder or a repository."),
    commit: text("The git commit, where it came from one."),
    bundleHash: {
      description: "SHA-256 of the bundle in hexadecimal; null where there is no bundle.",
      type: ["string", "null"],
      pattern: "^[0-9a-f]{64}$",
    },
    problems: { description: "Problems with the submission as a whole.", type: "array", items: problem },
  },
  ["commit"],
);

/** The schema of a `PartScore`. */
export const partScoreSchema: ObjectSchema = closedObject("The points of one part.", {
  id: text("The part's id."),
  score: amount("The points earned in this part."),
  maxScore: amount("The points to be had in this part."),
});

/** The schema of the versions of what graded. */
export const versionsSchema: ObjectSchema = closedObject("What graded it.", {
  gradecheck: text("The version of gradecheck."),
  node: text("The version of Node.js."),
  vitest: text("The version of vitest."),
});

/** The JSON Schema (draft-07) of a `Result`: `result.json`. Fields that it does not name are refused. */
export const resultSchema: ObjectSchema = closedObject("All outcomes of one submission, scored.", {
  schema: { description: "The name and version of the format.", type: "string", const: RESULT_SCHEMA },
  assignment: closedObject("What was to be done.", {
    id: text("The assignment's id, such as `two-layer-nn`."),
    version: text("The assignment's version."),
  }),
  submission,
  seed: { description: "The seed of all inputs; the same seed gives the same checks.", type: "integer" },
  sandbox: { description: "What the host was locked in.", type: "string", enum: SANDBOX_LEVELS },
  score: amount("The points earned in all."),
  maxScore: amount("The points to be had in all."),
  parts: {
    description: "The points by part, in the order of the handout.",
    type: "array",
    items: partScoreSchema,
  },
  checks: { description: "Every check, in the order of the handout.", type: "array", items: checkSchema },
  startedAt: instant("When grading started: ISO 8601, UTC."),
  durationMs: amount("How long grading took, in milliseconds."),
  versions: versionsSchema,
});
