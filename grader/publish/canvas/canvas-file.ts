import { UsageError } from "../../submission/usage-error.js";
import { isBlank, readCsv, type CsvRow, type Delimiter } from "../csv/read-csv.js";
import { say } from "../say.js";

/** A gradebook that was exported from Canvas. */
export interface CanvasFile {
  readonly delimiter: Delimiter;
  /** All rows of the file. */
  readonly rows: readonly CsvRow[];
  /** The titles of all columns. */
  readonly titles: readonly string[];
  /** The row "Points Possible", where there is one. */
  readonly points: CsvRow | undefined;
  readonly students: readonly CsvRow[];
}

// Assignments with muted or manually posted scores get a row of their own above the points.
const POSTING = /^\s*(Muted|Manual Posting.*)?\s*$/i;

/** What the importer of Canvas asks of a header; otherwise it refuses the whole file. */
function isHeader(titles: readonly string[]): boolean {
  const [first = "", second = "", third = ""] = titles;
  const named = first.includes("Student") && second.includes("ID");
  const splitNames = first.includes("LastName") && second.includes("FirstName") && third.includes("ID");
  return titles.length > 3 && (named || splitNames) && titles.some((title) => title.includes("Section"));
}

function textsOf(row: CsvRow | undefined): string[] {
  return (row?.cells ?? []).map(({ text }) => text);
}

/**
 * Reads a gradebook that was exported from Canvas, with commas or semicolons.
 *
 * @throws UsageError when it is no such file.
 */
export function readCanvasFile(bytes: Uint8Array, name: string): CanvasFile {
  // What follows the first title, "Student", separates all cells.
  const delimiter =
    /[,;]/.exec(Buffer.from(bytes.subarray(0, 100)).toString("utf8"))?.[0] === ";" ? ";" : ",";
  const rows = readCsv(bytes, name, delimiter);
  const [header, ...below] = rows;
  const titles = textsOf(header);
  if (!isHeader(titles)) throw new UsageError(say("no-canvas-file", { name }));
  const points = below.find((row) => textsOf(row)[0]?.includes("Points Possible"));
  const students = below.filter(
    (row) => row !== points && !isBlank(row) && !textsOf(row).every((text) => POSTING.test(text)),
  );
  return { delimiter, rows, titles, points, students };
}
