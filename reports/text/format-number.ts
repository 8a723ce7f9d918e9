import type { PlainNumber } from "../../grader/result/picture.js";
import { shownPoints } from "../../grader/result/points.js";

export { shownPoints };

const DIGITS = 4;
const MOST_DIGITS = 17;

// Between these a number is easier to read without an exponent.
const SMALLEST_FIXED = 1e-4;
const LARGEST_FIXED = 1e6;

function withDigits(value: PlainNumber, digits: number): string {
  const number = Number(value);
  if (!Number.isFinite(number)) return String(number);
  const size = Math.abs(number);
  const sign = number < 0 ? "-" : "";
  if (size === 0) return "0";
  if (Number.isInteger(number) && size < LARGEST_FIXED) return sign + String(size);
  if (size < SMALLEST_FIXED || size >= LARGEST_FIXED) {
    return sign + size.toExponential(digits - 1).replace(/\.?0*e\+?/, "e");
  }
  const rounded = Number(size.toPrecision(digits));
  // Without this a number of thousands would lose digits that stand before its point.
  return sign + String(size >= 10 ** digits ? Math.round(size) : rounded);
}

/**
 * A number for people: four significant digits, scientific where it helps, such as `0.2689`, `3.1e-7`, `NaN`.
 */
export function shownNumber(value: PlainNumber): string {
  return withDigits(value, DIGITS);
}

/** Two numbers with as many digits as it takes to tell them apart, four at least. */
export function shownPair(a: PlainNumber, b: PlainNumber): [string, string] {
  if (Object.is(Number(a), Number(b))) return [shownNumber(a), shownNumber(b)];
  for (let digits = DIGITS; digits < MOST_DIGITS; digits++) {
    const pair: [string, string] = [withDigits(a, digits), withDigits(b, digits)];
    if (pair[0] !== pair[1]) return pair;
  }
  return [withDigits(a, MOST_DIGITS), withDigits(b, MOST_DIGITS)];
}

/** Points that are added or taken, always with their sign: `+1.5`, `−2`, `±0`. */
export function signedPoints(points: number): string {
  const shown = shownPoints(Math.abs(points));
  if (shown === "0") return "±0";
  return (points < 0 ? "−" : "+") + shown;
}
