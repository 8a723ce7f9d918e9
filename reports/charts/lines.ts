import { sentence } from "../../grader/locale/sentence.js";
import type { LinesPicture } from "../../grader/result/picture.js";
import { shownNumber } from "../text/format-number.js";
import type { ChartOptions, Figure } from "./figure.js";
import { type Plot, plotAxes, plotX, plotY, wholeTicks } from "./plot.js";
import { domainOf, roundTicks, withMargin } from "./scale.js";
import { cross, element, label, picture, pixel, type Svg } from "./svg.js";

interface Curve {
  name: string;
  values: number[];
}

const WIDTH = 400;
const FIELD = { left: 62, width: 326, height: 170 };
const ROW = 18;
const MOST_SERIES = 6;
const MOST_DOTS = 24;

/** The curve as an SVG path, with a gap where a value is not a finite number. */
function pathOf(values: readonly number[], plot: Plot): string {
  let drawing = false;
  const steps = values.map((value, index) => {
    const verb = drawing ? "L" : "M";
    drawing = Number.isFinite(value);
    if (!drawing) return "";
    return `${verb}${pixel(plotX(plot, index + 1))} ${pixel(plotY(plot, value))}`;
  });
  return steps.join("");
}

function curveOf({ values }: Curve, index: number, plot: Plot): Svg[] {
  const places = values.map((value, at) => ({ value, x: plotX(plot, at + 1) }));
  const dots = places.length <= MOST_DOTS ? places.filter(({ value }) => Number.isFinite(value)) : [];
  return [
    element("path", { class: `curve curve-${index}`, d: pathOf(values, plot) }),
    ...dots.map(({ value, x }) =>
      element("circle", { class: `dot dot-${index}`, cx: x, cy: plotY(plot, value), r: 2.5 }),
    ),
    ...places
      .filter(({ value }) => !Number.isFinite(value))
      .map(({ x }) => cross(x, plot.top + 6 + index * 8, 3)),
  ];
}

function legendRow({ name }: Curve, index: number): Svg[] {
  const y = 12 + index * ROW;
  return [
    element("path", { class: `curve curve-${index}`, d: `M${FIELD.left} ${y}h28` }),
    label(name, { class: "tick", x: FIELD.left + 36, y: y + 4 }),
  ];
}

/** Curves over a shared x axis, told apart by colour and by dashes, with gaps where a value is not finite. */
export function linesFigure(given: LinesPicture, { id, language }: ChartOptions): Figure {
  const { what, xAxis, yAxis } = given;
  const said = (key: string, values: Record<string, string | number>): string =>
    sentence({ code: `report.chart.${key}`, values }, language);
  const curves = given.series
    .slice(0, MOST_SERIES)
    .map(({ name, values }) => ({ name, values: values.map(Number) }));
  const longest = Math.max(2, ...curves.map(({ values }) => values.length));
  const top = curves.length * ROW + 12;
  const inner = domainOf(curves.flatMap(({ values }) => values));
  const y = withMargin(inner, 0.05);
  const plot: Plot = { ...FIELD, top, x: { low: 1, high: longest }, y };
  const description = curves.map(({ name, values }) => {
    if (values.length === 0) return said("lines-empty", { name });
    const [first, last] = [shownNumber(values.at(0) ?? 0), shownNumber(values.at(-1) ?? 0)];
    return said("lines-series", { name, count: values.length, first, last });
  });
  const hasGaps = curves.some(({ values }) => values.some((value) => !Number.isFinite(value)));
  const svg = picture(
    {
      id,
      title: said("lines", { what, xAxis, yAxis }),
      description: description.join(" "),
      width: WIDTH,
      height: top + FIELD.height + 40,
    },
    [
      ...curves.flatMap(legendRow),
      ...plotAxes(plot, { x: xAxis, y: yAxis }, { x: wholeTicks(plot.x, 6), y: roundTicks(y, 4) }),
      // The first curve is the student's: it is drawn last, on top.
      ...curves
        .map((curve, index) => curveOf(curve, index, plot))
        .toReversed()
        .flat(),
    ],
  );
  return {
    svgs: [svg],
    caption: said(hasGaps ? "lines-caption-gaps" : "lines-caption", { what, xAxis, yAxis }),
  };
}
