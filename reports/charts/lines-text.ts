import type { Language } from "../../grader/locale/language.js";
import { sentence } from "../../grader/locale/sentence.js";
import { termText } from "../../grader/locale/term-text.js";
import type { LinesPicture } from "../../grader/result/picture.js";
import { shownNumber } from "../text/format-number.js";

/** Curves in words, a sentence for each: how many values it has, and from where to where it goes. */
export function linesText(picture: LinesPicture, language: Language): string[] {
  const said = (key: string, values: Record<string, string | number>): string =>
    sentence({ code: `report.chart.${key}`, values }, language);
  return picture.series.map((series) => {
    const name = termText(series.name, language);
    const [first, last] = [series.values.at(0), series.values.at(-1)];
    if (first === undefined || last === undefined) return said("lines-empty", { name });
    const count = series.values.length;
    return said("lines-series", { name, count, first: shownNumber(first), last: shownNumber(last) });
  });
}
