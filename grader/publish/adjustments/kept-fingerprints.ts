import { validatorOf } from "../../../validation/validator.js";
import { closedObject, text, type ObjectSchema } from "../../result/json-schema.js";
import { orderedText } from "../../result/ordered-text.js";
import { readProblem, type ReadProblem } from "../../result/read-problem.js";

/** The name and version of the format; a reader refuses any other. */
const FINGERPRINTS_SCHEMA = "gradecheck/adjustment-fingerprints@1";

/** How the checks of an adjustment had ended when it was first seen. */
export interface KeptFingerprint {
  /** The student's. */
  id: string;
  target: string;
  points: number;
  reason: string;
  /** Outcome and points of every check that the target covers. */
  fingerprint: string;
}

interface KeptFingerprints {
  schema: typeof FINGERPRINTS_SCHEMA;
  fingerprints: KeptFingerprint[];
}

/** The JSON Schema (draft-07) of the file in which a batch keeps fingerprints. */
const keptFingerprintsSchema: ObjectSchema = closedObject("What adjustments were made upon.", {
  schema: { description: "The name and version of the format.", type: "string", const: FINGERPRINTS_SCHEMA },
  fingerprints: {
    description: "One for each adjustment of a student who has been graded.",
    type: "array",
    items: closedObject("How the checks of one adjustment had ended when it was first seen.", {
      id: text("The student's id."),
      target: text("The check or the part that it is about."),
      points: { description: "To be added; negative to take.", type: "number" },
      reason: text("Why."),
      fingerprint: text("Outcome and points of every check that the target covers."),
    }),
  },
});

/** Fingerprints that were read, or everything that is wrong with the file. */
export type ReadFingerprints =
  { ok: true; fingerprints: KeptFingerprint[] } | { ok: false; problems: ReadProblem[] };

const isKept = validatorOf<KeptFingerprints>(keptFingerprintsSchema);

/**
 * Reads the parsed file of kept fingerprints.
 *
 * @param json what `JSON.parse` gave
 */
export function readFingerprints(json: unknown): ReadFingerprints {
  if (isKept(json)) return { ok: true, fingerprints: json.fingerprints };
  return { ok: false, problems: isKept.errors.map(readProblem) };
}

/**
 * Fingerprints as the text of the file that {@link readFingerprints} reads.
 *
 * @throws TypeError when a number is not finite.
 */
export function fingerprintsText(fingerprints: readonly KeptFingerprint[]): string {
  return orderedText({ schema: FINGERPRINTS_SCHEMA, fingerprints }, keptFingerprintsSchema);
}
