import { type Plot, plotX, plotY } from "./plot.js";
import { cross, element, pixel, type Svg } from "./svg.js";
import type { ValueAxis } from "./value-axis.js";

/** A curve over whole numbers. */
export interface Curve {
  name: string;
  /** The x of its first value. */
  first: number;
  values: number[];
}

interface Place {
  x: number;
  value: number;
  /** On the axis of values; NaN where the value has no place there. */
  height: number;
}

const MOST_DOTS = 24;

/** The curve as an SVG path, with a gap where a value has no place. */
function pathOf(places: readonly Place[], plot: Plot): string {
  let drawing = false;
  const steps = places.map(({ x, height }) => {
    const verb = drawing ? "L" : "M";
    drawing = Number.isFinite(height);
    return drawing ? `${verb}${pixel(x)} ${pixel(plotY(plot, height))}` : "";
  });
  return steps.join("");
}

/** An arrow down at the bottom of the field: what lies below everything that a logarithmic axis can show. */
function below(x: number, plot: Plot, index: number): Svg {
  const y = plot.top + plot.height - 4 - index * 10;
  return element("path", { class: `dot dot-${index}`, d: `M${pixel(x - 4)} ${pixel(y - 6)}h8l-4 7Z` });
}

/** A curve with a dot for each value where there are few, and marks for the values that have no place on the axis. */
export function curveOf({ first, values }: Curve, index: number, plot: Plot, axis: ValueAxis): Svg[] {
  const places = values.map((value, at): Place => {
    const height = Number.isFinite(value) ? axis.place(value) : Number.NaN;
    return { value, x: plotX(plot, first + at), height };
  });
  const dots = places.length <= MOST_DOTS ? places.filter(({ height }) => Number.isFinite(height)) : [];
  return [
    element("path", { class: `curve curve-${index}`, d: pathOf(places, plot) }),
    ...dots.map(({ x, height }) =>
      element("circle", { class: `dot dot-${index}`, cx: x, cy: plotY(plot, height), r: 2.5 }),
    ),
    ...places
      .filter(({ height }) => !Number.isFinite(height))
      .map(({ x, value }) =>
        Number.isFinite(value) ? below(x, plot, index) : cross(x, plot.top + 6 + index * 8, 3),
      ),
  ];
}
