import type { Result } from "../../grader/result/result.js";
import { sealedResult } from "../../grader/result/sealed-result.js";
import type { Audience } from "../report-options.js";

/** The result as an audience may see it: for a student hidden checks keep their name, points and verdict only. */
export function forAudience(result: Result, audience: Audience): Result {
  return audience === "teacher" ? result : sealedResult(result);
}
