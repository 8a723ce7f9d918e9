import type { Result } from "./result.js";

/** Whether some check could not be judged, even when it was tried again: then there is no score to rely on. */
export function isFaulty({ checks }: Pick<Result, "checks">): boolean {
  return checks.some((check) => check.outcome === "infrastructure-error");
}
