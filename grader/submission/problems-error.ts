import { UsageError } from "./usage-error.js";

/** A file that cannot be used, with everything that is wrong with it; `message` tells it all, a line for each problem. */
export class ProblemsError extends UsageError {
  constructor(
    message: string,
    /** For people, each with its place. */
    readonly problems: readonly string[],
  ) {
    super([message, ...problems].join("\n  "));
  }
}
