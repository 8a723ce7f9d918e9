import type { Finding } from "../../grader/result/index.js";
import { addFinding } from "../kit/index.js";

/** Says of a failure that the same call, with nothing else before it, does not fail. */
export const WORKS_ALONE: Finding = { code: "multi-head-attention.works-alone", values: {} };

/**
 * An answer of a layer that has been used. Where there is none, because the call threw or gave something else, its own
 * message could not tell that all went well before.
 *
 * @throws CheckFailure of `read`, with the sentence after its own.
 */
export function readUsed<Answer>(read: () => Answer, sentence: Finding = WORKS_ALONE): Answer {
  return addFinding(sentence, read);
}
