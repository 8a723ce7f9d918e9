import { CsvError, parse } from "csv-parse/sync";
import { UsageError } from "../../submission/usage-error.js";
import { say } from "../say.js";

/** A cell of a file that was read. */
export interface CsvCell {
  readonly text: string;
  /** It stands in quotation marks. */
  readonly quoted: boolean;
}

/** A row of a file that was read. */
export interface CsvRow {
  /** The line that it begins at, counted from 1. */
  readonly line: number;
  readonly cells: readonly CsvCell[];
  /** As it stands in the file, line ending and byte order mark included. */
  readonly raw: string;
}

/** What separates cells: the comma, or the semicolon where the comma is the decimal sign. */
export type Delimiter = "," | ";";

/** @throws UsageError where the bytes are not UTF-8: Excel's plain "CSV" is not, in Korea it is CP949. */
function expectUtf8(bytes: Uint8Array, name: string): void {
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new UsageError(say("not-utf8", { name }));
  }
}

/**
 * All rows of a CSV file, empty ones too. The texts of `raw`, put together, are the file again.
 *
 * @param name what to call the file in a message
 * @throws UsageError when it is not UTF-8, or quotation marks do not pair.
 */
export function readCsv(bytes: Uint8Array, name: string, delimiter: Delimiter = ","): CsvRow[] {
  expectUtf8(bytes, name);
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let records: { record: CsvCell[]; info: { bytes: number } }[];
  try {
    records = parse(buffer, {
      bom: true,
      delimiter,
      info: true,
      record_delimiter: ["\r\n", "\n", "\r"],
      relax_column_count: true,
      cast: (text, { quoting }): CsvCell => ({ text, quoted: quoting }),
    }) as unknown as typeof records;
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw new UsageError(say("csv-quotes", { name, line: Number(error["lines"]) }));
  }
  let [from, line] = [0, 1];
  return records.map(({ record, info }) => {
    const raw = buffer.toString("utf8", from, info.bytes);
    const row = { line, cells: record, raw };
    from = info.bytes;
    // The parser counts a line ending of two characters within quotation marks twice.
    line += raw.match(/\r\n|\n|\r/g)?.length ?? 0;
    return row;
  });
}

/** Whether nothing stands in a row; Excel saves many such rows. */
export function isBlank({ cells }: CsvRow): boolean {
  return cells.every(({ text }) => text.trim() === "");
}
