import type { AssignmentTexts } from "../../assignment/texts.js";
import type { Language } from "../../locale/language.js";
import type { Finding, Gradebook, GradebookEntry } from "../../result/index.js";
import { shownPoints } from "../../result/points.js";
import { UsageError } from "../../submission/usage-error.js";
import type { CsvRow } from "../csv/read-csv.js";
import type { CsvValue } from "../csv/csv-text.js";
import { refilledCsv, type Fill } from "../csv/refilled-csv.js";
import { aboutStudent, type FilledFile } from "../filled-file.js";
import { matchRows, type MatchedRows, type Way } from "../match-rows.js";
import { say } from "../say.js";
import { FEEDBACK_MARK, feedbackText } from "./feedback-text.js";
import { readWorksheet, type Worksheet } from "./worksheet.js";

/** How to fill a worksheet. */
export interface WorksheetOptions {
  /** What to call the file in a message. */
  readonly name: string;
  /** Of the feedback. */
  readonly language: Language;
  readonly texts: Pick<AssignmentTexts, "parts">;
}

function cell(row: CsvRow, column: number | undefined): string {
  return column === undefined ? "" : (row.cells[column]?.text.trim() ?? "");
}

function match(entries: readonly GradebookEntry[], sheet: Worksheet): MatchedRows {
  const email: Way = { ofRow: (row) => cell(row, sheet.email), ofEntry: (entry) => entry.email };
  // Between the full name and the grade stands what tells people apart: an id number, a user name.
  const identities = Array.from({ length: Math.max(0, sheet.grade - 2) }, (_, index) => index + 2)
    .filter((column) => column !== sheet.email)
    .map((column): Way => ({ ofRow: (row) => cell(row, column), ofEntry: (entry) => entry.id }));
  return matchRows(entries, sheet.students, {
    ways: [email, ...identities],
    weakWays: [
      {
        ofRow: (row) => email.ofRow(row).toLowerCase(),
        ofEntry: (entry) => entry.email.toLowerCase(),
        key: "by-email-letters",
      },
    ],
    nameOf: (row) => `${cell(row, 0)} ${cell(row, 1)}`.trim(),
  });
}

/** @throws UsageError where Moodle counts other points than we do: it would silently leave out what is above its most. */
function expectSamePoints(sheet: Worksheet, maxScore: number, name: string): void {
  const [first] = sheet.students;
  const points = first === undefined ? "" : cell(first, sheet.maxGrade);
  if (Number(points.replace(",", ".")) !== maxScore) {
    throw new UsageError(say("points-differ", { name, points, maxScore }));
  }
}

/**
 * Fills scores and feedback into a grading worksheet that was downloaded from Moodle, to be uploaded there again. Rows are
 * told by address, where capitals matter at first, or by id number or user name. Everything else stays byte for byte, also
 * feedback that a person wrote, and the rows of students without a score.
 *
 * @param bytes the downloaded worksheet
 * @throws UsageError when it is no such worksheet, nobody in it can be told, or the points to be had differ.
 */
export function fillWorksheet(
  gradebook: Gradebook,
  bytes: Uint8Array,
  options: WorksheetOptions,
): FilledFile {
  const { name, language, texts } = options;
  const sheet = readWorksheet(bytes, name);
  expectSamePoints(sheet, gradebook.maxScore, name);
  const { entryOf, findings } = match(gradebook.entries, sheet);
  if (entryOf.size === 0) throw new UsageError(say("worksheet-nobody", { name }));
  const usesComma = sheet.students.some((row) => cell(row, sheet.maxGrade).includes(","));
  const fills = new Map<CsvRow, Fill>();
  const left: Finding[] = [];
  for (const [row, entry] of entryOf) {
    if (entry.score === null) {
      left.push(aboutStudent("no-score", entry));
      continue;
    }
    if (entry.score > gradebook.maxScore) left.push(aboutStudent("above-maximum", entry));
    const grade = shownPoints(entry.score);
    const fill = new Map<number, CsvValue>([[sheet.grade, usesComma ? grade.replace(".", ",") : grade]]);
    const feedback = cell(row, sheet.feedback);
    const isFree = feedback === "" || feedback.startsWith(FEEDBACK_MARK);
    if (sheet.feedback !== undefined && isFree) {
      fill.set(sheet.feedback, feedbackText(entry, language, texts.parts));
    } else if (sheet.feedback !== undefined) {
      left.push(aboutStudent("feedback-kept", entry));
    }
    fills.set(row, fill);
  }
  return { text: refilledCsv(sheet.rows, fills), filled: fills.size, findings: [...left, ...findings] };
}
