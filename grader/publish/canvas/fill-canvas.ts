import type { Finding, Gradebook, GradebookEntry } from "../../result/index.js";
import { UsageError } from "../../submission/usage-error.js";
import type { CsvRow } from "../csv/read-csv.js";
import { refilledCsv, type Fill } from "../csv/refilled-csv.js";
import { aboutStudent, type FilledFile } from "../filled-file.js";
import { matchRows, type MatchedRows, type Way } from "../match-rows.js";
import { say } from "../say.js";
import { canvasColumn } from "./canvas-column.js";
import { readCanvasFile, type CanvasFile } from "./canvas-file.js";

function match(entries: readonly GradebookEntry[], { titles, students }: CanvasFile): MatchedRows {
  const cell =
    (title: string) =>
    (row: CsvRow): string =>
      row.cells[titles.indexOf(title)]?.text.trim() ?? "";
  const [first, last] = [cell("FirstName"), cell("LastName")];
  const hasOneName = titles.includes("Student");
  const nameOf = hasOneName ? cell("Student") : (row: CsvRow) => `${first(row)} ${last(row)}`.trim();
  // The usual form is "Lovelace, Ada".
  const turnedName = (row: CsvRow): string => nameOf(row).replace(/^([^,]+), ([^,]+)$/, "$2 $1");
  const byId = (title: string): Way => ({ ofRow: cell(title), ofEntry: ({ id }) => id });
  const byEmail: Way = {
    ofRow: (row) => cell("SIS Login ID")(row).toLowerCase(),
    ofEntry: ({ email }) => email.toLowerCase(),
  };
  const byName = (ofRow: Way["ofRow"]) => ({
    ofRow,
    ofEntry: ({ name }: GradebookEntry) => name,
    key: "by-name",
  });
  return matchRows(entries, students, {
    ways: [byId("ID"), byId("SIS User ID"), byId("SIS Login ID"), byEmail],
    weakWays: [byName(nameOf), byName(turnedName)],
    nameOf,
  });
}

/**
 * Fills the scores into a gradebook that was exported from Canvas. Students are told by the columns ID, SIS User ID and SIS
 * Login ID (which may hold the address), and by name where none of these says anything. Everything but the scores stays
 * byte for byte; who has no score here keeps what stands there, and so does who is excused (`EX`).
 *
 * @param gradebook of which the scores are
 * @param bytes the exported file
 * @param options `name`: what to call the file in a message; `titles`: what the assignment may be called in Canvas, with its
 * id (`Title (1234)`) or without
 * @throws UsageError when it is no such file, no column or several have that title, or the points to be had differ.
 */
export function fillCanvas(
  gradebook: Gradebook,
  bytes: Uint8Array,
  options: { readonly name: string; readonly titles: readonly string[] },
): FilledFile {
  const file = readCanvasFile(bytes, options.name);
  const column = canvasColumn(file, options);
  const pointsText = file.points?.cells[column]?.text ?? "";
  const points = Number(pointsText.replace(",", "."));
  if (pointsText.trim() !== "" && points !== gradebook.maxScore) {
    const values = { name: options.name, points: pointsText, maxScore: gradebook.maxScore };
    throw new UsageError(say("points-differ", values));
  }
  const { entryOf, findings } = match(gradebook.entries, file);
  const fills = new Map<CsvRow, Fill>();
  const left: Finding[] = [];
  for (const [row, entry] of entryOf) {
    const isExcused = /^\s*EX\s*$/i.test(row.cells[column]?.text ?? "");
    if (entry.score === null) left.push(aboutStudent("no-score", entry));
    else if (isExcused) left.push(aboutStudent("excused", entry));
    else fills.set(row, new Map([[column, entry.score]]));
  }
  const text = refilledCsv(file.rows, fills, file.delimiter);
  return { text, filled: fills.size, findings: [...left, ...findings] };
}
