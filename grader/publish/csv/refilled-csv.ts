import { stringify } from "csv-stringify/sync";
import type { CsvValue } from "./csv-text.js";
import { harmlessCell } from "./harmless-cell.js";
import type { CsvCell, CsvRow, Delimiter } from "./read-csv.js";

/** What to write into a row, by the index of the column. */
export type Fill = ReadonlyMap<number, CsvValue>;

const EMPTY: CsvCell = { text: "", quoted: false };

function filledCells({ cells }: CsvRow, fill: Fill): CsvCell[] {
  // Some programs leave out empty cells at the end of a row.
  const length = Math.max(cells.length, ...[...fill.keys()].map((column) => column + 1));
  return Array.from({ length }, (_, column) => {
    const value = fill.get(column);
    if (value === undefined) return cells[column] ?? EMPTY;
    return { text: typeof value === "string" ? harmlessCell(value) : String(value ?? ""), quoted: false };
  });
}

function filledRow(row: CsvRow, fill: Fill, delimiter: Delimiter): string {
  const begin = row.raw.startsWith("\uFEFF") ? "\uFEFF" : "";
  const end = /(\r\n|\n|\r)?$/.exec(row.raw)?.[0] ?? "";
  const text = stringify([filledCells(row, fill)], {
    delimiter,
    eof: false,
    cast: {
      object: (cell) => {
        const { text: value, quoted } = cell as unknown as CsvCell;
        return { value, quoted, quoted_empty: quoted };
      },
    },
  });
  return begin + text + end;
}

/**
 * The text of a file with some of its cells written anew. Everything else is byte for byte what it was: other cells, their
 * quotation marks, line endings, the byte order mark.
 *
 * @param rows all rows, as `readCsv` gave them
 * @param fills what to write, by row; a row that is not in it stays as it is
 */
export function refilledCsv(
  rows: readonly CsvRow[],
  fills: ReadonlyMap<CsvRow, Fill>,
  delimiter: Delimiter = ",",
): string {
  return rows
    .map((row) => {
      const fill = fills.get(row);
      return fill === undefined || fill.size === 0 ? row.raw : filledRow(row, fill, delimiter);
    })
    .join("");
}
