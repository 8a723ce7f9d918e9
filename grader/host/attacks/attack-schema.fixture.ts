import { closedObject, text, type JsonSchema } from "../../result/json-schema.js";

const CANARY = { enum: ["golden", "grader", "sibling", "environment"] };

const ENDING = {
  outcome: text(
    "What became of it: an outcome of a check, `answered` where a call came back, `prepared` where a folder was.",
  ),
  finding: text("The code of the sentence that tells it, exactly."),
  text: text("What the attack came back with, exactly."),
  includes: {
    description: "What the text contains, where the rest depends on the machine.",
    type: "array",
    items: { type: "string" },
    minItems: 1,
  },
  reveals: {
    description: "The canaries that the text shows.",
    type: "array",
    items: CANARY,
    minItems: 1,
  },
} satisfies Record<string, JsonSchema>;
const MAY_BE_LEFT_OUT = ["finding", "text", "includes", "reveals"];

/** `attack.json`. */
export const ATTACK_SCHEMA: JsonSchema = closedObject(
  "An attack on the grader: what it tries and how it ends.",
  {
    tries: { ...text("What it tries, in one sentence."), pattern: "^[A-Z].*\\.$" },
    rows: {
      description: "The rows of CATALOGUE.md that it shows.",
      type: "array",
      items: { type: "integer", minimum: 1, maximum: 71 },
      minItems: 1,
      uniqueItems: true,
    },
    stage: {
      description: "What is done with it.",
      enum: ["called", "judged", "prepared"],
    },
    short: { description: "What its budget is short of.", enum: ["cpu", "wall"] },
    twice: { description: "Whether it comes twice; the second time counts.", const: true },
    links: {
      description: "Links to make in its folder, by path, and to which canary they lead.",
      type: "object",
      additionalProperties: CANARY,
      required: [],
    },
    ends: closedObject("How it ends.", ENDING, MAY_BE_LEFT_OUT),
    without: closedObject(
      "How it ends where its defence is switched off: it succeeds, or it would prove nothing.",
      { defence: text("The defence, by its name in the fixtures."), ...ENDING },
      MAY_BE_LEFT_OUT,
    ),
    seconds: {
      description: "Within how many seconds it must end, on a busy machine.",
      type: "number",
      exclusiveMinimum: 0,
      maximum: 60,
    },
  },
  ["short", "twice", "links"],
);
