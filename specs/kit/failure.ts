import type { Finding, Outcome, Picture, StackLine, WorstEntry } from "../../grader/result/index.js";

/** What a check found wrong with a submission, with what a report shows of it. */
export interface FailureDetails {
  readonly outcome?: Outcome;
  readonly findings: readonly Finding[];
  readonly worst?: WorstEntry;
  readonly pictures?: readonly Picture[];
  readonly stack?: readonly StackLine[];
}

/**
 * A fault of the submission. Thrown inside a check's body to end it; `check` catches it and records it as data.
 * Anything else that a body throws is a fault of ours.
 */
export class CheckFailure extends Error {
  readonly outcome: Outcome;
  readonly findings: readonly Finding[];
  readonly worst: WorstEntry | null;
  readonly pictures: readonly Picture[];
  readonly stackLines: readonly StackLine[];

  constructor(details: FailureDetails) {
    super(details.findings.map((finding) => finding.code).join(", "));
    this.name = "CheckFailure";
    this.outcome = details.outcome ?? "failed";
    this.findings = details.findings;
    this.worst = details.worst ?? null;
    this.pictures = details.pictures ?? [];
    this.stackLines = details.stack ?? [];
  }

  /** The same failure, with more to say of it and to show. */
  adding(findings: readonly Finding[], pictures: readonly Picture[] = []): CheckFailure {
    return new CheckFailure({
      outcome: this.outcome,
      findings: [...this.findings, ...findings],
      pictures: [...this.pictures, ...pictures],
      stack: this.stackLines,
      ...(this.worst === null ? {} : { worst: this.worst }),
    });
  }
}

/**
 * Ends the check: the submission does not do what the finding says.
 *
 * @throws CheckFailure always.
 */
export function fail(code: string, values: Record<string, string | number> = {}): never {
  throw new CheckFailure({ findings: [{ code, values }] });
}

/** What `get` gives, or null where the submission has no such value: it ended in a {@link CheckFailure}. */
export function unlessFailed<Result>(get: () => Result): Result | null {
  try {
    return get();
  } catch (error) {
    if (error instanceof CheckFailure) return null;
    throw error;
  }
}
