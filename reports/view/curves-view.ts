import type { Language } from "../../grader/locale/language.js";
import { sentence } from "../../grader/locale/sentence.js";
import { termText } from "../../grader/locale/term-text.js";
import type { LinesPicture, Picture } from "../../grader/result/picture.js";
import { linesText } from "../charts/lines-text.js";
import { sliceText } from "../charts/slice-text.js";
import { valueAxis } from "../charts/value-axis.js";
import { sparkline } from "../text/sparkline.js";

/** The curves of a picture where there are no pictures: bars and a sentence for each. */
export interface CurvesView {
  title: string;
  curves: { bars: string; text: string }[];
}

function view(picture: LinesPicture, language: Language): CurvesView {
  const values = picture.series.map((series) => series.values.map(Number));
  const { place } = valueAxis(values.flat(), picture.yScale ?? "linear");
  const heights = values.map((curve) =>
    curve.map((value) => (Number.isFinite(value) ? place(value) : value)),
  );
  const finite = heights.flat().filter(Number.isFinite);
  const [low, high] = [Math.min(...finite), Math.max(...finite)];
  const [xAxis, yAxis] = [termText(picture.xAxis, language), termText(picture.yAxis, language)];
  const texts = linesText(picture, language);
  return {
    title: sentence(
      { code: "report.chart.lines", values: { what: sliceText(picture, language), xAxis, yAxis } },
      language,
    ),
    curves: heights.map((curve, i) => ({ bars: sparkline(curve, low, high), text: texts[i] ?? "" })),
  };
}

/** All curves among the pictures of a check. */
export function curvesViews(pictures: readonly Picture[], language: Language): CurvesView[] {
  return pictures.flatMap((picture) => (picture.kind === "lines" ? [view(picture, language)] : []));
}
