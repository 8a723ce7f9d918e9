/** Wrong usage, or input that cannot be read; the message is all that a person needs. */
export class UsageError extends Error {
  override readonly name = "UsageError";
  readonly code = "USAGE";
  /** Everything that is wrong with a file, each with its place; empty where the message has said it. */
  readonly problems: readonly string[];

  /** @param problems what is wrong with a file, all of it; the message gets a line for each */
  constructor(message: string, problems: readonly string[] = []) {
    super([message, ...problems].join("\n  "));
    this.problems = problems;
  }
}
