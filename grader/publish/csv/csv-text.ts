import { stringify } from "csv-stringify/sync";
import { harmlessCell } from "./harmless-cell.js";

/** A cell to write: a number stays a number, a text is made harmless, and null is an empty cell. */
export type CsvValue = string | number | null;

/**
 * Rows as CSV, with commas and line feeds.
 *
 * @param rows the header is the first of them
 * @param options `bom`: begin with a byte order mark, without which Excel garbles Korean
 */
export function csvText(
  rows: readonly (readonly CsvValue[])[],
  { bom = false }: { readonly bom?: boolean } = {},
): string {
  return stringify(rows as CsvValue[][], { bom, cast: { string: harmlessCell } });
}
