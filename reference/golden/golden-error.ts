/** A golden file or an oracle's output that is not what it should be. */
export class GoldenError extends Error {
  readonly code = "GOLDEN_INVALID";

  /** @param where the path of the file, or what produced the text */
  constructor(where: string, problem: string) {
    super(`${where}: ${problem}`);
    this.name = "GoldenError";
  }
}
