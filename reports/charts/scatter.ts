import { sentence } from "../../grader/locale/sentence.js";
import { termText } from "../../grader/locale/term-text.js";
import type { ScatterPicture } from "../../grader/result/picture.js";
import type { ChartOptions, Figure } from "./figure.js";
import { type Plot, plotAxes, plotX, plotY } from "./plot.js";
import { domainOf, roundTicks, withMargin } from "./scale.js";
import { element, label, picture, pixel, type Svg } from "./svg.js";
import { numberTicks } from "./value-axis.js";

interface Point {
  label: string;
  x: number;
  y: number;
  /** The distance from the diagonal as a share of the field's side. */
  off: number;
}

const SIDE = 264;
const FRAME = { width: 340, height: 334 };
// A numeric gradient is good to a millionth; what is off by more than this share of the side is another number.
const AGREES = 1e-5;
const MOST_POINTS = 1500;
const MOST_LABELS = 3;
const LABEL_HEIGHT = 14;

function pointsOf(given: ScatterPicture): { points: Point[]; plot: Plot } {
  const numbers = given.points.map((point) => ({ ...point, x: Number(point.x), y: Number(point.y) }));
  const finite = numbers.filter(({ x, y }) => Number.isFinite(x) && Number.isFinite(y));
  const inner = domainOf(finite.flatMap(({ x, y }) => [x, y]));
  const domain = withMargin(inner, 0.05);
  const plot = { left: 62, top: 30, width: SIDE, height: SIDE, x: domain, y: domain };
  const points = finite.map((point) => ({
    ...point,
    off: Math.abs(plotX(plot, point.x) - plotX(plot, point.y)) / SIDE,
  }));
  // The worst are drawn last, on top, and are the ones that stay where there are too many.
  return { points: points.toSorted((a, b) => a.off - b.off).slice(-MOST_POINTS), plot };
}

function mark(point: Point, plot: Plot): Svg {
  const [x, y] = [plotX(plot, point.x), plotY(plot, point.y)];
  if (point.off <= AGREES) return element("circle", { class: "agree", cx: x, cy: y, r: 3 });
  return element("path", { class: "differ", d: `M${pixel(x)} ${pixel(y - 5)}l5 5l-5 5l-5 -5Z` });
}

/** The worst points that are far enough from each other for their labels not to lie on top of each other. */
function labelled(points: readonly Point[], plot: Plot): Point[] {
  const chosen: Point[] = [];
  for (const point of points.toReversed()) {
    const isFree = chosen.every(
      (other) => Math.abs(plotY(plot, point.y) - plotY(plot, other.y)) >= LABEL_HEIGHT,
    );
    if (isFree && chosen.length < MOST_LABELS) chosen.push(point);
  }
  return chosen;
}

function pointLabel(point: Point, plot: Plot): Svg {
  const [x, y] = [plotX(plot, point.x), plotY(plot, point.y)];
  const isRight = x > plot.left + SIDE / 2;
  return label(point.label, {
    class: "name small",
    x: x + (isRight ? -9 : 9),
    y: y + 4,
    "text-anchor": isRight ? "end" : "start",
  });
}

/** Analytic against numeric gradient: what agrees lies on the diagonal, what does not stands out by its shape. */
export function scatterFigure(given: ScatterPicture, { id, language }: ChartOptions): Figure {
  const { what } = given;
  const [xAxis, yAxis] = [termText(given.xAxis, language), termText(given.yAxis, language)];
  const said = (key: string, values: Record<string, string | number>): string =>
    sentence({ code: `report.chart.${key}`, values }, language);
  const { points, plot } = pointsOf(given);
  const differing = points.filter((point) => point.off > AGREES);
  const gone = given.points.filter(({ x, y }) => !Number.isFinite(Number(x) + Number(y))).length;
  const ticks = numberTicks(roundTicks(plot.x, 5));
  const agree = said("scatter-agree", { count: points.length - differing.length });
  const differ = said("scatter-differ", { count: differing.length });
  const end = plot.left + SIDE;
  const drawing = [
    element("circle", { class: "agree", cx: plot.left + 4, cy: 14, r: 3 }),
    label(agree, { class: "tick", x: plot.left + 13, y: 18 }),
    element("path", { class: "differ", d: `M${end - 4} 9l5 5l-5 5l-5 -5Z` }),
    label(differ, { class: "tick", x: end - 14, y: 18, "text-anchor": "end" }),
    ...plotAxes(plot, { x: xAxis, y: yAxis }, { x: ticks, y: ticks }),
    element("line", { class: "diagonal", x1: plot.left, y1: plot.top + SIDE, x2: end, y2: plot.top }),
    ...points.map((point) => mark(point, plot)),
    ...labelled(differing, plot).map((point) => pointLabel(point, plot)),
  ];
  const title = said("scatter", { what, xAxis, yAxis });
  const caption =
    gone === 0 ? said("scatter-caption", { what }) : said("scatter-caption-gone", { what, count: gone });
  const svg = picture({ id, ...FRAME, title, description: `${agree}, ${differ}. ${caption}` }, drawing);
  return { svgs: [svg], caption };
}
