import type { Finding } from "../../grader/result/index.js";
import { CheckFailure } from "./failure.js";

/**
 * Judges, and adds a sentence to what is found wrong: under which circumstances it was.
 *
 * @returns what `judge` gives.
 * @throws CheckFailure of `judge`, with the sentence after its own.
 */
export function addFinding<Judged>(finding: Finding, judge: () => Judged): Judged {
  try {
    return judge();
  } catch (error) {
    if (!(error instanceof CheckFailure)) throw error;
    throw error.adding([finding]);
  }
}
