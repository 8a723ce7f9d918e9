import type { AssignmentTexts } from "../../assignment/texts.js";
import type { Language } from "../../locale/language.js";
import type { Gradebook } from "../../result/index.js";
import { csvText } from "../csv/csv-text.js";
import { aboutStudent, type FilledFile } from "../filled-file.js";
import { feedbackText } from "./feedback-text.js";

/**
 * A gradebook as a CSV for the import of Moodle's gradebook, where `useremail` is to be mapped to the e-mail address, and
 * score and feedback to the grade item, both in one import. Who has no score, or no address, is left out and reported:
 * Moodle would take an empty cell for a change.
 */
export function moodleImportCsv(
  { entries }: Gradebook,
  language: Language,
  texts: Pick<AssignmentTexts, "parts">,
): FilledFile {
  const ready = entries.filter(({ score, email }) => score !== null && email !== "");
  const rows = ready.map((entry) => [entry.email, entry.score, feedbackText(entry, language, texts.parts)]);
  const findings = entries
    .filter((entry) => !ready.includes(entry))
    .map((entry) => aboutStudent(entry.score === null ? "no-score" : "no-email", entry));
  return { text: csvText([["useremail", "score", "feedback"], ...rows]), filled: rows.length, findings };
}
