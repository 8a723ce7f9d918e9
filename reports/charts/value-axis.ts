import { shownNumber } from "../text/format-number.js";
import { type Domain, domainOf, roundTicks, withMargin } from "./scale.js";

/** A mark on an axis: where it stands on its scale, and what is written there. */
export interface Tick {
  at: number;
  text: string;
}

/** The axis of values: their place on its scale, the part of the scale that is drawn, and its marks. */
export interface ValueAxis {
  /** Where a value stands on the scale; NaN where it has no place there. */
  place: (value: number) => number;
  domain: Domain;
  ticks: Tick[];
}

const MOST_POWERS = 6;

/** Marks with their numbers. */
export function numberTicks(values: readonly number[]): Tick[] {
  return values.map((at) => ({ at, text: shownNumber(at) }));
}

function linearAxis(values: readonly number[]): ValueAxis {
  const domain = withMargin(domainOf(values), 0.05);
  return { place: (value) => value, domain, ticks: numberTicks(roundTicks(domain, 4)) };
}

/** An axis on which equal steps are equal ratios, with its marks at powers of ten. */
function logAxis(values: readonly number[]): ValueAxis {
  const place = (value: number): number => (value > 0 ? Math.log10(value) : Number.NaN);
  const inner = domainOf(values.map(place));
  const [low, high] = [Math.floor(inner.low), Math.ceil(inner.high)];
  const step = Math.max(1, Math.ceil((high - low) / MOST_POWERS));
  const powers = Array.from({ length: Math.floor((high - low) / step) + 1 }, (_, i) => low + i * step);
  const domain = withMargin({ low, high }, 0.05);
  return { place, domain, ticks: powers.map((at) => ({ at, text: shownNumber(Number(`1e${at}`)) })) };
}

/** The axis for values, linear or logarithmic. Where no value is positive there is no logarithm, so it is linear. */
export function valueAxis(values: readonly number[], scale: "linear" | "log"): ValueAxis {
  const isLog = scale === "log" && values.some((value) => value > 0 && Number.isFinite(value));
  return isLog ? logAxis(values) : linearAxis(values);
}
