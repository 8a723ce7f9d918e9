import type { Language } from "../../grader/locale/language.js";
import { sentence } from "../../grader/locale/sentence.js";
import { displayWidth } from "../text/display-width.js";
import type { GradingView } from "../view/grading-view.js";
import type { Paint } from "./paint.js";

const INDENT = 2;

/**
 * How a score came about: what was handed in, then a sum of what the checks earned and what was added and taken.
 *
 * @param score what counts, as it is shown
 */
export function gradingLines(view: GradingView, score: string, language: Language, paint: Paint): string[] {
  const said = (key: string): string => sentence({ code: `report.grading.${key}`, values: {} }, language);
  const sum = [
    { what: said("checks"), points: view.checks.score },
    ...view.lines.map(({ what, why, points, stale }) => ({
      what: [what, why].filter((text) => text !== "").join(": ") + (stale ? ` (${said("stale")})` : ""),
      points,
    })),
    { what: said("counts"), points: score },
  ];
  const width = Math.max(...sum.map(({ points }) => displayWidth(points)));
  const lines = sum.map(({ what, points }) => {
    const first = " ".repeat(INDENT + width - displayWidth(points)) + points + "  ";
    return paint.prose(what, INDENT + width + 2, first);
  });
  return [
    paint.bold(`  ${said("title")}`),
    ...view.handedIn.flatMap(({ label, value }) => paint.prose(`${label}: ${value}`, INDENT)).map(paint.dim),
    ...lines.slice(0, -1).flat(),
    ...(lines.at(-1) ?? []).map(paint.bold),
    "",
  ];
}
