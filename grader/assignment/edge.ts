import { readFileSync } from "node:fs";
import type { ErrorObject } from "ajv";
import { errorText, validatorOf } from "../../validation/validator.js";

/** A file of an assignment that is not what it should be; ours to mend, or the course's. */
export class AssignmentError extends Error {
  override readonly name = "AssignmentError";
  readonly code = "ASSIGNMENT_BROKEN";
  /** Every problem that was found, each with its path. */
  readonly problems: readonly string[];

  constructor(file: string, problems: readonly string[], options?: ErrorOptions) {
    super(`${file}: ${problems.join("; ")}`, options);
    this.problems = problems;
  }
}

function problemText(error: ErrorObject): string {
  return `${errorText(error)}, got ${JSON.stringify(error.data)?.slice(0, 80)}`;
}

/**
 * Reads files that a JSON Schema describes.
 *
 * @returns a function that reads one; it throws AssignmentError with all problems at once, each with its path.
 */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- a schema says at run time what Content says here
export function readerOf<Content>(schema: object): (path: string) => Content {
  const validate = validatorOf<Content>(schema);
  return (path) => {
    let content: unknown;
    try {
      content = JSON.parse(readFileSync(path, "utf8"));
    } catch (cause) {
      throw new AssignmentError(path, [cause instanceof Error ? cause.message : "unreadable"], { cause });
    }
    if (validate(content)) return content;
    throw new AssignmentError(path, validate.errors.map(problemText));
  };
}
