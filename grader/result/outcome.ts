/**
 * What became of one check. Every member but `infrastructure-error` is a fact about the submission;
 * an `infrastructure-error` is ours and is never scored as a zero.
 */
export const OUTCOMES = [
  "passed",
  "failed",
  "threw",
  "timeout",
  "out-of-memory",
  "crashed",
  "protocol-error",
  "output-limit",
  "not-implemented",
  "skipped",
  "infrastructure-error",
] as const;

/** One of {@link OUTCOMES}. */
export type Outcome = (typeof OUTCOMES)[number];

/** How a check judges: by stored or computed values, a law, a gradient, a shape or a training run. */
export const CHECK_KINDS = ["shape", "golden", "property", "gradient", "training"] as const;

/** One of {@link CHECK_KINDS}. */
export type CheckKind = (typeof CHECK_KINDS)[number];

/** A `hidden` check tells a student its name and verdict only. */
export const VISIBILITIES = ["public", "hidden"] as const;

/** One of {@link VISIBILITIES}. */
export type Visibility = (typeof VISIBILITIES)[number];

/** What the host was locked in: a wall, an accident guard, or nothing. */
export const SANDBOX_LEVELS = ["sandboxed", "limited", "unsandboxed"] as const;

/** One of {@link SANDBOX_LEVELS}. */
export type SandboxLevel = (typeof SANDBOX_LEVELS)[number];
