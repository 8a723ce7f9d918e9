import { ProblemsError } from "../../submission/problems-error.js";
import { UsageError } from "../../submission/usage-error.js";
import { isBlank, readCsv, type CsvRow } from "../csv/read-csv.js";
import { say } from "../say.js";
import { FEEDBACK_MARK } from "./feedback-text.js";

/** A grading worksheet that was downloaded from Moodle, with its columns found. */
export interface Worksheet {
  /** All rows of the file. */
  readonly rows: readonly CsvRow[];
  /** The rows of students. */
  readonly students: readonly CsvRow[];
  readonly email: number | undefined;
  readonly grade: number;
  readonly maxGrade: number;
  /** Undefined where feedback comments are switched off. */
  readonly feedback: number | undefined;
}

const PARTICIPANT = /^(\D*)\d+$/;
const NUMBER = /^\d+([.,]\d+)?$/;
const EMAIL = /^\S+@\S+$/;
// "-" where nothing was graded yet; otherwise a date in any language: a year, and hours with minutes.
const TIME = /^-$|^(?=.*\d{4})(?=.*\d{1,2}\D{1,2}\d{2}).{8,60}$/;

/** Every participant is called alike, but for the number. */
function areParticipants(texts: readonly string[]): boolean {
  const names = new Set(texts.map((text) => PARTICIPANT.exec(text)?.[1]));
  return names.size === 1 && !names.has(undefined) && new Set(texts).size === texts.length;
}

function isTime(text: string): boolean {
  return TIME.test(text) && !text.startsWith(FEEDBACK_MARK);
}

/** The grade stands left of the most that there is to have, which is the same number in every row. */
function findGrade(columns: readonly (readonly string[])[]): number {
  return columns.findLastIndex((texts, index) => {
    const most = columns[index + 1] ?? [];
    const isMost = new Set(most).size === 1 && NUMBER.test(most[0] ?? "");
    return index > 0 && isMost && texts.every((text) => text === "" || text === "-" || NUMBER.test(text));
  });
}

/**
 * Reads a worksheet. Its titles are in the language of the Moodle site, so the columns are told by their order, which is
 * always the same, and by what stands in them: first the participants, somewhere addresses, then the grade beside the most
 * that there is to have, then times, of which the last is when the grade was changed, and after it the feedback.
 *
 * @throws UsageError with every column that cannot be found.
 */
export function readWorksheet(bytes: Uint8Array, name: string): Worksheet {
  const rows = readCsv(bytes, name);
  const [header, ...students] = rows.filter((row) => !isBlank(row));
  if (header === undefined || students.length === 0) throw new UsageError(say("worksheet-empty", { name }));
  const columns = header.cells.map((_, index) => students.map((row) => row.cells[index]?.text.trim() ?? ""));
  const grade = findGrade(columns);
  const changed = columns.findLastIndex((texts, index) => index > grade + 1 && texts.every(isTime));
  const email = columns.findIndex(
    (texts) => texts.some((text) => text !== "") && texts.every((text) => text === "" || EMAIL.test(text)),
  );
  const problems = [
    ...(areParticipants(columns[0] ?? []) ? [] : [say("worksheet-participants")]),
    ...(grade === -1 ? [say("worksheet-grade")] : []),
    ...(grade !== -1 && changed === -1 ? [say("worksheet-changed")] : []),
  ];
  if (problems.length > 0) throw new ProblemsError(say("no-worksheet", { name }), problems);
  return {
    rows,
    students,
    email: email === -1 ? undefined : email,
    grade,
    maxGrade: grade + 1,
    feedback: changed + 1 < columns.length ? changed + 1 : undefined,
  };
}
