import { ProblemsError } from "../../submission/problems-error.js";
import type { CsvRow } from "../csv/read-csv.js";
import { oneLine } from "../plain-text.js";
import { say } from "../say.js";

/** Where the columns of `adjustments.csv` are. */
export interface AdjustmentColumns {
  /** The columns of id, target, points and reason. */
  readonly order: readonly [number, number, number, number];
  /** How many columns there are. */
  readonly count: number;
}

const NAMES: readonly string[] = ["id", "target", "points", "reason"];

/** What the column `target` may be called as well. */
const OTHER_NAMES: readonly string[] = ["check", "part"];

/**
 * Finds the columns of `adjustments.csv` by its header, in which capitals do not matter.
 *
 * @param header undefined where the file is empty
 * @throws UsageError with every column that is missing, there twice, or unknown.
 */
export function adjustmentColumns(header: CsvRow | undefined, name: string): AdjustmentColumns {
  const { cells = [], line = 1 } = header ?? {};
  const titles = cells
    .map(({ text }) => oneLine(text).trim().toLowerCase())
    .map((title) => (OTHER_NAMES.includes(title) ? "target" : title));
  // Spreadsheets save empty columns at the right of what is filled in.
  while (titles.at(-1) === "") titles.pop();
  const problems = [
    ...NAMES.filter((column) => !titles.includes(column)).map((column) => ["column-missing", column]),
    ...titles.filter((title) => !NAMES.includes(title)).map((title) => ["column-unknown", title]),
    ...NAMES.filter((column) => titles.indexOf(column) !== titles.lastIndexOf(column)).map((column) => [
      "column-twice",
      column,
    ]),
  ].map(([key = "", column = ""]) => say(key, { line, column }));
  if (problems.length > 0) throw new ProblemsError(say("adjustments-broken", { name }), problems);
  const at = (column: string): number => titles.indexOf(column);
  return { order: [at("id"), at("target"), at("points"), at("reason")], count: titles.length };
}
