import type { Adjustment } from "../../result/index.js";
import { ProblemsError } from "../../submission/problems-error.js";
import { isBlank, readCsv, type CsvRow } from "../csv/read-csv.js";
import { oneLine } from "../plain-text.js";
import { say } from "../say.js";
import { adjustmentColumns, type AdjustmentColumns } from "./adjustment-columns.js";

/** What adjustments may be about. */
export interface KnownNames {
  /** The ids of the students. */
  readonly ids: ReadonlySet<string>;
  /** The ids of the checks and of the parts. */
  readonly targets: ReadonlySet<string>;
}

/** One row, and everything that is wrong with it. */
interface ReadRow extends Omit<Adjustment, "stale"> {
  readonly id: string;
  readonly problems: readonly string[];
}

// A score has two decimals; what is finer could not be seen in it.
const POINTS = /^[+-]?\d{1,6}(\.\d{1,2})?$/;

function readRow({ line, cells }: CsvRow, columns: AdjustmentColumns, { ids, targets }: KnownNames): ReadRow {
  const texts = cells.map(({ text }) => oneLine(text).trim());
  const [id = "", target = "", points = "", reason = ""] = columns.order.map((column) => texts[column]);
  const read = { id, target, points: Number(points), reason };
  // A comma in a reason without quotation marks gives a cell too many, and what follows would be misleading.
  const fits = texts.length >= columns.count && texts.slice(columns.count).every((text) => text === "");
  if (!fits) {
    const values = { line, expected: columns.count, got: texts.length };
    return { ...read, problems: [say("adjustment-cells", values)] };
  }
  const problems = [
    ...(ids.has(id) ? [] : [say("adjustment-id", { line, id })]),
    ...(targets.has(target) ? [] : [say("adjustment-target", { line, target })]),
    ...(POINTS.test(points) ? [] : [say("adjustment-points", { line, points })]),
    ...(reason === "" ? [say("adjustment-reason", { line })] : []),
  ];
  return { ...read, problems };
}

/**
 * Reads `adjustments.csv`: marks by hand, with the columns `id`, `target` (or `check`, or `part`), `points` and `reason` in
 * any order. A student may have several, also on one target; the very same row twice is a slip and refused.
 *
 * @param name what to call the file in a message
 * @returns the adjustments of each student in the order of the file, none of them stale yet
 * @throws UsageError with all problems of the file, each with its line.
 */
export function readAdjustments(
  bytes: Uint8Array,
  known: KnownNames,
  name: string,
): Map<string, Adjustment[]> {
  const [header, ...rows] = readCsv(bytes, name).filter((row) => !isBlank(row));
  const columns = adjustmentColumns(header, name);
  const byStudent = new Map<string, Adjustment[]>();
  const lineOf = new Map<string, number>();
  const problems = rows.flatMap((row) => {
    const { id, problems, ...mark } = readRow(row, columns, known);
    if (problems.length > 0) return problems;
    const key = JSON.stringify([id, mark]);
    const first = lineOf.get(key);
    if (first !== undefined) return [say("adjustment-twice", { line: row.line, first })];
    lineOf.set(key, row.line);
    byStudent.set(id, [...(byStudent.get(id) ?? []), { ...mark, stale: false }]);
    return [];
  });
  if (problems.length > 0) throw new ProblemsError(say("adjustments-broken", { name }), problems);
  return byStudent;
}
