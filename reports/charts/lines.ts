import { sentence } from "../../grader/locale/sentence.js";
import { termText } from "../../grader/locale/term-text.js";
import type { LinesPicture } from "../../grader/result/picture.js";
import { type Curve, curveOf } from "./curve.js";
import type { ChartOptions, Figure } from "./figure.js";
import { linesText } from "./lines-text.js";
import { type Plot, plotAxes, wholeTicks } from "./plot.js";
import { sliceText } from "./slice-text.js";
import { element, label, picture, type Svg } from "./svg.js";
import { valueAxis } from "./value-axis.js";

const WIDTH = 400;
const FIELD = { left: 62, width: 326, height: 170 };
const ROW = 18;
const MOST_SERIES = 6;

function legendRow({ name }: Curve, index: number): Svg[] {
  const y = 12 + index * ROW;
  return [
    element("path", { class: `curve curve-${index}`, d: `M${FIELD.left} ${y}h28` }),
    label(name, { class: "tick", x: FIELD.left + 36, y: y + 4 }),
  ];
}

/** Curves over a shared x axis, told apart by colour and by dashes, with gaps where a value is not finite. */
export function linesFigure(given: LinesPicture, { id, language }: ChartOptions): Figure {
  const [xAxis, yAxis] = [termText(given.xAxis, language), termText(given.yAxis, language)];
  const said = (key: string): string =>
    sentence(
      { code: `report.chart.${key}`, values: { what: sliceText(given, language), xAxis, yAxis } },
      language,
    );
  const first = given.first ?? 1;
  const curves = given.series.slice(0, MOST_SERIES).map(({ name, values }): Curve => ({
    name: termText(name, language),
    first,
    values: values.map(Number),
  }));
  const values = curves.flatMap((curve) => curve.values);
  const longest = Math.max(2, ...curves.map((curve) => curve.values.length));
  const top = curves.length * ROW + 12;
  const axis = valueAxis(values, given.yScale ?? "linear");
  const plot: Plot = { ...FIELD, top, x: { low: first, high: first + longest - 1 }, y: axis.domain };
  const hasGaps = values.some((value) => !Number.isFinite(value));
  const hasBelow = values.some((value) => Number.isFinite(value) && Number.isNaN(axis.place(value)));
  const svg = picture(
    {
      id,
      title: said("lines"),
      description: linesText(given, language).join(" "),
      width: WIDTH,
      height: top + FIELD.height + 40,
    },
    [
      ...curves.flatMap(legendRow),
      ...plotAxes(plot, { x: xAxis, y: yAxis }, { x: wholeTicks(plot.x, 6), y: axis.ticks }),
      // The first curve is the student's: it is drawn last, on top.
      ...curves
        .map((curve, index) => curveOf(curve, index, plot, axis))
        .toReversed()
        .flat(),
    ],
  );
  const captions = [
    said(hasGaps ? "lines-caption-gaps" : "lines-caption"),
    ...(hasBelow ? [said("lines-caption-below")] : []),
  ];
  return { svgs: [svg], caption: captions.join(" ") };
}
