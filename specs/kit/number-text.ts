import type { PlainNumber } from "../../grader/result/index.js";

/** A number for people: up to six significant digits. */
export function numberText(value: number): string {
  if (!Number.isFinite(value) || Number.isInteger(value)) return String(value);
  const size = Math.abs(value);
  if (size >= 1e6 || size < 1e-4) return value.toExponential(3);
  return String(Number(value.toPrecision(6)));
}

/** How far off, for people: two significant digits. */
export function missText(value: number): string {
  return Number.isFinite(value) ? value.toExponential(1) : String(value);
}

/** An entry as the student would write it, such as `y[1][0]`. */
export function placeText(what: string, index: readonly { index: number }[]): string {
  return what + index.map((axis) => `[${axis.index}]`).join("");
}

/** A number as JSON can carry it. */
export function plainNumber(value: number): PlainNumber {
  if (Number.isFinite(value)) return value;
  if (Number.isNaN(value)) return "NaN";
  return value > 0 ? "Infinity" : "-Infinity";
}
