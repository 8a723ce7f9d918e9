import type { Finding } from "../../grader/result/index.js";
import { CheckFailure } from "./failure.js";

/**
 * Judges, and adds a sentence to what is found wrong: under which circumstances it was.
 *
 * @throws CheckFailure of `judge`, with the sentence after its own.
 */
export function addFinding(finding: Finding, judge: () => void): void {
  try {
    judge();
  } catch (error) {
    if (!(error instanceof CheckFailure)) throw error;
    throw error.adding([finding]);
  }
}
