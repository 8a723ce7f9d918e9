import { sentence } from "../../grader/locale/sentence.js";
import type { Language } from "../../grader/locale/language.js";
import type { CheckMove, ProgressView } from "../progress/progress-view.js";
import type { Paint } from "./paint.js";

/** What is to be done next comes after it, and must not be out of sight. */
const MOST_MOVES = 5;

/** What got better or worse since an earlier result: the points by part, then the checks that moved. */
export function progressLines(view: ProgressView, language: Language, paint: Paint): string[] {
  const said = (key: string, values: Record<string, number> = {}): string =>
    sentence({ code: `report.progress.${key}`, values }, language);
  const parts = view.parts.flatMap(({ title, before, after, change }) =>
    paint.prose(`${title}: ${before} → ${after} (${change})`, 4),
  );
  const moves = (title: string, checks: readonly CheckMove[]): string[] =>
    checks.length === 0
      ? []
      : [
          `  ${title}`,
          ...checks
            .slice(0, MOST_MOVES)
            .flatMap((check) =>
              paint.prose(
                `${check.sign} ${check.title}: ${check.before} → ${check.after} (${check.change}) · ${check.id}`,
                4,
              ),
            ),
          ...(checks.length > MOST_MOVES
            ? paint.prose(said("more", { count: checks.length - MOST_MOVES }), 4).map(paint.dim)
            : []),
        ];
  return [
    paint.bold(`  ${said("title")}`),
    ...paint.prose(view.sentence, 2),
    ...parts,
    ...moves(paint.tone.failed(said("worse")), view.worse),
    ...moves(paint.tone.passed(said("better")), view.better),
    "",
  ];
}
