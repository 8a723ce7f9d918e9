import type { Outcome } from "../../grader/result/outcome.js";

/**
 * How loud a report speaks of something: `waiting` is work not done yet, which is nothing to be alarmed about;
 * `fault` is the grader's own.
 */
export type Tone = "passed" | "failed" | "waiting" | "fault";

/** The tone for an outcome. */
export function toneOf(outcome: Outcome): Tone {
  if (outcome === "passed") return "passed";
  if (outcome === "not-implemented" || outcome === "skipped") return "waiting";
  return outcome === "infrastructure-error" ? "fault" : "failed";
}

/** The tone for several things together: what needs the student first. */
export function commonTone(tones: readonly Tone[]): Tone {
  const order: readonly Tone[] = ["failed", "fault", "waiting"];
  return order.find((tone) => tones.includes(tone)) ?? "passed";
}
