import { type CsvError, parse } from "csv-parse/sync";

/** A row of a file, with the line that it begins on, counted from 1. */
export interface CsvRow {
  readonly line: number;
  readonly fields: readonly string[];
}

/** All rows of a CSV text, and the lines that are none. */
export interface Csv {
  readonly rows: readonly CsvRow[];
  readonly brokenLines: readonly number[];
}

interface Parsed {
  readonly info: { readonly lines: number };
  readonly raw: string;
  readonly record: readonly string[];
}

/**
 * Reads a CSV text. After a row whose quotes do not match, it goes on with the next line, so that the rest is looked at
 * too. Empty rows are passed over.
 *
 * @param text line ends of any system
 */
export function readCsv(text: string): Csv {
  // The parser counts the two characters of Windows twice.
  const lines = text.replace(/\r\n?/g, "\n").split("\n");
  const rows: CsvRow[] = [];
  const brokenLines: number[] = [];
  let start = 0;
  while (start < lines.length) {
    const part = readPart(lines.slice(start).join("\n"));
    for (const { line, fields } of part.rows) rows.push({ line: start + line, fields });
    if (part.broken === undefined) break;
    brokenLines.push(start + part.broken);
    start += part.broken;
  }
  return { rows, brokenLines };
}

/** The rows up to the first line that is none, and that line. */
function readPart(text: string): { rows: CsvRow[]; broken: number | undefined } {
  let broken: number | undefined;
  const parsed = parse(text, {
    info: true,
    raw: true,
    trim: true,
    relax_column_count: true,
    skip_empty_lines: true,
    skip_records_with_error: true,
    on_skip: (error: CsvError | undefined, raw: string | undefined) => {
      broken ??= firstLine(Number(error?.["lines"] ?? 1), raw ?? "");
    },
  }) as unknown as Parsed[];
  const rows = parsed
    .map(({ info, raw, record }) => ({ line: firstLine(info.lines, raw), fields: record }))
    .filter(({ line, fields }) => line < (broken ?? Infinity) && fields.some((field) => field !== ""));
  return { rows, broken };
}

/** The line that a row begins on; the parser tells the one that it ends on. */
function firstLine(lastLine: number, raw: string): number {
  return Math.max(1, lastLine - (raw.trim().match(/\n/g)?.length ?? 0));
}
