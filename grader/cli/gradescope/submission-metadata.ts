import { existsSync, readFileSync } from "node:fs";
import { errorsText, validatorOf } from "../../../validation/validator.js";
import { UsageError } from "../../submission/usage-error.js";
import { say } from "../terminal.js";

/** What we read of Gradescope's `submission_metadata.json`. */
export interface SubmissionMetadata {
  id: number | string;
}

const isMetadata = validatorOf<SubmissionMetadata>({
  description:
    "What gradecheck reads of Gradescope's submission_metadata.json; the rest of it is not looked at.",
  type: "object",
  required: ["id"],
  properties: {
    id: {
      description: "Gradescope's number of the submission, which the result then names.",
      anyOf: [{ type: "integer" }, { type: "string", pattern: "^[\\w-]{1,80}$" }],
    },
  },
});

/**
 * Reads Gradescope's `submission_metadata.json`.
 *
 * @throws UsageError with everything that is wrong with it, or that it is not there.
 */
export function readSubmissionMetadata(path: string): SubmissionMetadata {
  if (!existsSync(path)) throw new UsageError(say("unreadable", { path, problem: "ENOENT" }));
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    throw new UsageError(say("unreadable", { path, problem: (error as Error).message }));
  }
  if (isMetadata(content)) return content;
  throw new UsageError(say("unreadable", { path, problem: errorsText(isMetadata.errors) }));
}
