import type { Language } from "../../locale/language.js";
import { sentence } from "../../locale/sentence.js";
import type { GradebookEntry } from "../../result/index.js";
import { shownPoints } from "../../result/points.js";
import { markLines } from "../mark-lines.js";

/** The words with which our feedback begins, so that it is told from what a person wrote. */
export const FEEDBACK_MARK = "gradecheck:";

/** Moodle shows feedback as HTML. */
function asHtml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

/**
 * What Moodle shows a student beside the grade: the points of each part, what lateness took, and every mark by hand with
 * its reason; nothing that a student's program could have written.
 *
 * @param partTitles what each part is called, by its id
 */
export function feedbackText(
  entry: GradebookEntry,
  language: Language,
  partTitles: Readonly<Record<string, string>>,
): string {
  const parts = entry.parts.map(({ id, score, maxScore }) =>
    sentence(
      {
        code: "publish.part-points",
        values: { part: partTitles[id] ?? id, score: shownPoints(score), maxScore: shownPoints(maxScore) },
      },
      language,
    ),
  );
  return asHtml([FEEDBACK_MARK, [...parts, ...markLines(entry, language)].join("; ")].join(" "));
}
