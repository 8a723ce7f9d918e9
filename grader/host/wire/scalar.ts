import { ProtocolError } from "./protocol-error.js";

/** A float64 in JSON: itself, or its name where JSON has no number for it. */
export type ScalarJson = number | "NaN" | "Infinity" | "-Infinity" | "-0";

/** The float64 as JSON that loses nothing (NaN payloads aside). */
export function encodeScalar(number: number): ScalarJson {
  if (Number.isFinite(number)) return Object.is(number, -0) ? "-0" : number;
  return String(number) as ScalarJson;
}

/**
 * The float64 that {@link encodeScalar} wrote.
 *
 * @throws ProtocolError when it is neither a finite number nor one of the four names.
 */
export function decodeScalar(json: unknown): number {
  if (typeof json === "number" && Number.isFinite(json)) return json;
  if (json === "NaN" || json === "Infinity" || json === "-Infinity" || json === "-0") return Number(json);
  throw new ProtocolError("not a number");
}
