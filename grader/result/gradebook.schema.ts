import { findingSchema } from "./check.schema.js";
import { ENTRY_STATES, GRADEBOOK_SCHEMA, TIME_SOURCES } from "./gradebook.js";
import {
  amount,
  closedObject,
  instant,
  orNull,
  text,
  type JsonSchema,
  type ObjectSchema,
} from "./json-schema.js";
import { CHECK_KINDS, OUTCOMES, SANDBOX_LEVELS, VISIBILITIES } from "./outcome.js";
import { partScoreSchema, versionsSchema } from "./result.schema.js";

function list(description: string, items: JsonSchema): JsonSchema {
  return { description, type: "array", items };
}

const handedIn = closedObject("What was graded, and when it was handed in; null where nothing was.", {
  ref: orNull(text("The branch or other ref; null for a folder.")),
  commit: orNull({ description: "The commit's hash.", type: "string", pattern: "^[0-9a-f]{40,64}$" }),
  at: orNull(instant("When it was handed in; null where no time is known.")),
  reliedOn: { description: "What that time was taken from.", type: "string", enum: TIME_SOURCES },
  lateMinutes: amount("Minutes after the student's own deadline; 0 where in time."),
  latePercent: { ...amount("Per cent of the score that lateness takes."), maximum: 100 },
});

const adjustment = closedObject("A mark that a person gave or took.", {
  target: text("A check's or a part's id."),
  points: { description: "To be added; negative to take.", type: "number" },
  reason: text("Why."),
  stale: { description: "What it is about has changed since it was made.", type: "boolean" },
});

const gradedCheck = closedObject("One check of one student.", {
  id: text("The check's id."),
  earned: amount("The points earned."),
  outcome: { description: "What became of it.", type: "string", enum: OUTCOMES },
  mistake: orNull(text("The known mistake that the answer equals; null where there is none.")),
  durationMs: amount("How long it took, in milliseconds."),
});

const entry = closedObject("One student.", {
  id: text("The student's id in the roster, or the folder's name."),
  name: text("The student's name."),
  email: text("The student's address; empty where none is known."),
  section: text("The student's section; empty where there is none."),
  source: text("The repository or folder."),
  state: { description: "What became of the submission as a whole.", type: "string", enum: ENTRY_STATES },
  findings: list("What a teacher should know, most important first.", findingSchema("One fact.")),
  handedIn: orNull(handedIn),
  bundleHash: orNull({
    description: "SHA-256 of the bundle in hexadecimal; null where there is none.",
    type: "string",
    pattern: "^[0-9a-f]{64}$",
  }),
  checksScore: orNull(amount("What the checks earned; null unless graded.")),
  adjustments: list("Marks by hand, in the order of their file.", adjustment),
  penalty: amount("What lateness took, in points."),
  score: orNull(amount("What counts; null unless graded.")),
  parts: list("What the checks of each part earned.", partScoreSchema),
  checks: list("Every check, in the order of the handout.", gradedCheck),
  files: closedObject("Where the student's files lie, relative to the gradebook.", {
    student: orNull(text("The folder that may be handed to the student.")),
    teacher: orNull(text("The folder for teachers.")),
  }),
});

const pair = closedObject("Two submissions that are much alike; a hint for a person, no verdict.", {
  left: text("The id of one entry."),
  right: text("The id of the other."),
  similarity: { ...amount("How alike, from 0 to 1."), maximum: 1 },
  longestFragment: amount("The longest run of tokens that both have."),
});

const check = closedObject("A check as the assignment declares it.", {
  id: text("The check's id."),
  part: text("The part that it belongs to."),
  title: text("What it asks, in English."),
  kind: { description: "How it judges.", type: "string", enum: CHECK_KINDS },
  visibility: { description: "Whether students see its details.", type: "string", enum: VISIBILITIES },
  points: amount("The points to be had."),
});

/** The JSON Schema (draft-07) of a `Gradebook`: `gradebook.json`. Fields that it does not name are refused. */
export const gradebookSchema: ObjectSchema = closedObject("All results of one batch.", {
  schema: { description: "The name and version of the format.", type: "string", const: GRADEBOOK_SCHEMA },
  assignment: closedObject("What was to be done.", {
    id: text("The assignment's id."),
    version: text("The assignment's version."),
  }),
  seed: { description: "The seed of all inputs.", type: "integer" },
  hiddenSeed: orNull({ description: "The seed of hidden checks; null where the same.", type: "integer" }),
  sandbox: { description: "What the hosts were locked in.", type: "string", enum: SANDBOX_LEVELS },
  deadline: orNull(instant("The deadline; null where there is none.")),
  maxScore: amount("The points to be had in all."),
  parts: list(
    "The parts, in the order of the handout.",
    closedObject("A part.", {
      id: text("The part's id."),
      maxScore: amount("The points to be had in it."),
    }),
  ),
  checks: list("The checks, in the order of the handout.", check),
  entries: list("The students, in the order of the roster.", entry),
  similarity: {
    ...list("The pairs most alike; null where nobody looked.", pair),
    type: ["array", "null"],
  },
  startedAt: instant("When the batch started."),
  durationMs: amount("How long it took, in milliseconds."),
  versions: versionsSchema,
});
