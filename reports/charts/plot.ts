import { type Domain, position, roundTicks } from "./scale.js";
import { element, label, type Svg } from "./svg.js";
import { numberTicks, type Tick } from "./value-axis.js";

/** A field with two axes, in CSS pixels. */
export interface Plot {
  left: number;
  top: number;
  width: number;
  height: number;
  x: Domain;
  y: Domain;
}

/** Where a value stands along the x axis. */
export function plotX(plot: Plot, value: number): number {
  return plot.left + position(value, plot.x) * plot.width;
}

/** Where a value stands along the y axis, which grows upwards. */
export function plotY(plot: Plot, value: number): number {
  return plot.top + (1 - position(value, plot.y)) * plot.height;
}

/** The field with its grid, ticks and the names of its axes. */
export function plotAxes(
  plot: Plot,
  names: { x: string; y: string },
  ticks: { x: readonly Tick[]; y: readonly Tick[] },
): Svg[] {
  const [right, bottom] = [plot.left + plot.width, plot.top + plot.height];
  const middle = plot.top + plot.height / 2;
  return [
    ...ticks.y.flatMap(({ at, text }) => {
      const y = plotY(plot, at);
      return [
        element("line", { class: "grid", x1: plot.left, x2: right, y1: y, y2: y }),
        label(text, { class: "tick", x: plot.left - 6, y: y + 3.5, "text-anchor": "end" }),
      ];
    }),
    ...ticks.x.flatMap(({ at, text }) => {
      const x = plotX(plot, at);
      return [
        element("line", { class: "grid", x1: x, x2: x, y1: plot.top, y2: bottom }),
        label(text, { class: "tick", x, y: bottom + 15, "text-anchor": "middle" }),
      ];
    }),
    element("rect", { class: "frame", x: plot.left, y: plot.top, width: plot.width, height: plot.height }),
    label(names.x, { class: "axis", x: plot.left + plot.width / 2, y: bottom + 32, "text-anchor": "middle" }),
    label(names.y, {
      class: "axis",
      transform: `translate(11 ${middle}) rotate(-90)`,
      "text-anchor": "middle",
    }),
  ];
}

/** Ticks for an axis of whole numbers, such as epochs. */
export function wholeTicks(domain: Domain, about: number): Tick[] {
  return numberTicks(roundTicks(domain, about).filter(Number.isInteger));
}
