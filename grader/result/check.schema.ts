import { amount, closedObject, orNull, text, type ObjectSchema } from "./json-schema.js";
import { CHECK_KINDS, OUTCOMES, VISIBILITIES } from "./outcome.js";
import { axisIndexSchema, pictureSchema, plainNumberSchema } from "./picture.schema.js";

/** The schema of a `Finding`: a sentence as data. */
export function findingSchema(description: string): ObjectSchema {
  return closedObject(description, {
    code: { description: "A key of the locale files, `<file>.<key>`.", type: "string", pattern: "\\S" },
    values: {
      description: "The values that the sentence needs, by name.",
      type: "object",
      additionalProperties: { description: "One value.", type: ["string", "number"] },
    },
  });
}

const worst = closedObject(
  "The entry of a tensor where got and expected are farthest apart; null where no entries were compared.",
  {
    what: text("What the tensor is called in the handout, such as `y` or `dW1`."),
    axes: {
      description: "One named index for each axis, such as example 1, class 0.",
      type: "array",
      items: axisIndexSchema,
    },
    expected: plainNumberSchema("The right value."),
    got: plainNumberSchema("The submission's value."),
    miss: plainNumberSchema("How far apart the two are."),
    allowed: plainNumberSchema("How far apart they may be."),
  },
);

const stackLine = closedObject("A line of a stack trace, in the student's own file.", {
  file: text("The path within the submission."),
  line: { description: "The line, counted from 1.", type: "integer", minimum: 1 },
  column: { description: "The column, as the source map gives it.", type: "integer", minimum: 0 },
  function: text("The function's name; empty where it has none."),
});

const details = closedObject("Everything a report may show about the check.", {
  findings: {
    description: "Why the check ended as it did, most important first; empty where there is nothing to say.",
    type: "array",
    items: findingSchema("One reason."),
  },
  notes: {
    description:
      "What is worth knowing though it costs nothing: float32 work, which way the points were earned.",
    type: "array",
    items: findingSchema("One note."),
  },
  worst: orNull(worst),
  pictures: { description: "Pictures of the numbers.", type: "array", items: pictureSchema },
  stack: { description: "Where it happened, innermost first.", type: "array", items: stackLine },
  output: text("What the student's code printed during the check, head and tail kept."),
  reproduce: text("A command line that repeats this check alone."),
});

const diagnosis = closedObject(
  "A known mistake whose answer equals the submission's on the same inputs; null where none does.",
  {
    mistake: text("The mutant of the corpus, such as `relu-hidden`."),
    hint: text("Its hint in English."),
  },
);

/** The JSON Schema of a `CheckResult`: one graded test and what became of it. */
export const checkSchema: ObjectSchema = closedObject("One graded test and what became of it.", {
  id: { description: "`<part>.<name>`, unique within the assignment.", type: "string", pattern: "\\S" },
  part: text("The id of the part that the check belongs to."),
  title: text("What the check asks, in English."),
  kind: { description: "How the check judges.", type: "string", enum: CHECK_KINDS },
  visibility: {
    description: "A `hidden` check tells a student its name and verdict only.",
    type: "string",
    enum: VISIBILITIES,
  },
  points: amount("The points to be had."),
  earned: amount("The points earned."),
  outcome: { description: "What became of the check.", type: "string", enum: OUTCOMES },
  message: text("The findings as one English text; empty where there is nothing to say."),
  details,
  diagnosis: orNull(diagnosis),
  durationMs: amount("How long the check took, in milliseconds."),
});
