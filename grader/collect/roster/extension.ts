import { readInstant } from "../history/instant.js";

/** A student's extension: until a moment, or so much longer than the others. */
export type Extension =
  { readonly kind: "until"; readonly atMs: number } | { readonly kind: "longer"; readonly byMs: number };

const DURATION = /^(\d{1,5})([dhm])$/;
const MINUTE = 60_000;
const UNITS: Readonly<Record<string, number>> = { d: 24 * 60 * MINUTE, h: 60 * MINUTE, m: MINUTE };

/**
 * An extension as a roster writes it: a moment such as `2026-03-01T23:59+09:00`, or a duration such as `2d`, `36h` or
 * `90m`. Undefined where the text is neither.
 */
export function readExtension(text: string): Extension | undefined {
  const [, amount, unit = ""] = DURATION.exec(text) ?? [];
  if (amount !== undefined) return { kind: "longer", byMs: Number(amount) * (UNITS[unit] ?? 0) };
  const atMs = readInstant(text);
  return atMs === undefined ? undefined : { kind: "until", atMs };
}

/**
 * A student's own deadline, in milliseconds since 1970. An extension gives time and never takes any: a moment before the
 * deadline of all changes nothing.
 */
export function ownDeadline(deadlineMs: number, extension: Extension | null): number {
  if (extension === null) return deadlineMs;
  return extension.kind === "longer" ? deadlineMs + extension.byMs : Math.max(deadlineMs, extension.atMs);
}
