import { sentence } from "../../grader/locale/sentence.js";
import { median } from "../statistics/average.js";
import { type ScoreBin, scoreBins } from "../statistics/score-bins.js";
import { shownPoints } from "../text/format-number.js";
import type { ChartOptions, Figure } from "./figure.js";
import { element, label, picture, type Svg } from "./svg.js";

const FRAME = { width: 424, height: 232 };
const FIELD = { left: 16, top: 26, width: 392, height: 150 };
const GAP = 2;

/** Where a score stands from left to right: within its bin, for the last bin may be narrower or wider than the others. */
function scoreX(score: number, bins: readonly ScoreBin[], width: number): number {
  const found = bins.findLastIndex(({ low }) => low <= score);
  const index = Math.max(0, found);
  const { low, high } = bins[index] ?? { low: 0, high: 1 };
  const share = high > low ? (score - low) / (high - low) : 0;
  return FIELD.left + (index + share) * width;
}

/** How high the bar of a bin is, in pixels; the fullest leaves room for its number. */
function barHeight({ count }: ScoreBin, bins: readonly ScoreBin[]): number {
  const most = Math.max(1, ...bins.map((bin) => bin.count));
  return (count / most) * (FIELD.height - 16);
}

function bars(bins: readonly ScoreBin[], width: number): Svg[] {
  return bins.flatMap((bin, index) => {
    const height = barHeight(bin, bins);
    if (height === 0) return [];
    const x = FIELD.left + index * width + GAP / 2;
    const y = FIELD.top + FIELD.height - height;
    return [element("rect", { class: "bin", x, y, width: width - GAP, height, rx: 2 })];
  });
}

function counts(bins: readonly ScoreBin[], width: number): Svg[] {
  return bins.flatMap((bin, index) => {
    const height = barHeight(bin, bins);
    if (height === 0) return [];
    const x = FIELD.left + (index + 0.5) * width;
    const y = FIELD.top + FIELD.height - height - 5;
    return [label(String(bin.count), { class: "count", x, y, "text-anchor": "middle" })];
  });
}

function axis(bins: readonly ScoreBin[], width: number, name: string): Svg[] {
  const bottom = FIELD.top + FIELD.height;
  const edges = [...bins.map(({ low }) => low), bins.at(-1)?.high ?? 0];
  // Two labels in five points of width would lie on each other.
  const step = Math.ceil(edges.length / 12);
  const written = edges.flatMap((edge, index) =>
    index % step === 0 || index === edges.length - 1
      ? [
          label(shownPoints(edge), {
            class: "tick",
            x: FIELD.left + index * width,
            y: bottom + 16,
            "text-anchor": "middle",
          }),
        ]
      : [],
  );
  return [
    element("line", { class: "base", x1: FIELD.left, x2: FIELD.left + FIELD.width, y1: bottom, y2: bottom }),
    ...written,
    label(name, { class: "axis", x: FIELD.left + FIELD.width / 2, y: bottom + 38, "text-anchor": "middle" }),
  ];
}

/** How the scores of a class are spread: a bar for each bin of points, and where the median lies. */
export function histogramFigure(
  scores: readonly number[],
  maxScore: number,
  { id, language }: ChartOptions,
): Figure {
  const said = (key: string, values: Record<string, string | number> = {}): string =>
    sentence({ code: `class.chart.${key}`, values }, language);
  const bins = scoreBins(scores, maxScore);
  const width = FIELD.width / bins.length;
  const middle = median(scores) ?? 0;
  const text = said("median", { median: shownPoints(Number(middle.toFixed(1))) });
  const x = scoreX(middle, bins, width);
  const isRight = x > FIELD.left + FIELD.width / 2;
  const description = bins
    .filter(({ count }) => count > 0)
    .map(({ low, high, count }) => said("bin", { low: shownPoints(low), high: shownPoints(high), count }));
  const svg = picture(
    { id, ...FRAME, title: said("title"), description: `${description.join(" ")} ${text}.` },
    [
      ...bars(bins, width),
      ...axis(bins, width, said("points")),
      element("line", { class: "median", x1: x, x2: x, y1: FIELD.top - 12, y2: FIELD.top + FIELD.height }),
      // On top of the line, which may stand where a number is.
      ...counts(bins, width),
      label(text, {
        class: "name",
        x: x + (isRight ? -7 : 7),
        y: FIELD.top - 6,
        "text-anchor": isRight ? "end" : "start",
      }),
    ],
  );
  return { svgs: [svg], caption: said("caption", { count: scores.length }) };
}
