/** Wrong usage, or input that cannot be read; the message is all that a person needs. */
export class UsageError extends Error {
  override readonly name = "UsageError";
  readonly code = "USAGE";
}
