import type { CsvRow } from "./read-csv.js";
import { COLUMNS, isColumn } from "./roster.schema.js";
import { problemOf, type RosterProblem } from "./roster-problem.js";

/**
 * What is wrong with the first line of a roster.
 *
 * @param columns its fields in small letters
 */
export function headerProblems({ line, fields }: CsvRow, columns: readonly string[]): RosterProblem[] {
  if (fields.length === 1 && /[;\t]/.test(fields[0] ?? "")) return [problemOf("separator", {}, line)];
  const problems: RosterProblem[] = [];
  const all = Object.keys(COLUMNS).join(", ");
  columns.forEach((name, index) => {
    const shown = fields[index] ?? "";
    if (!isColumn(name)) problems.push(problemOf("unknown-column", { all }, line, shown));
    else if (columns.indexOf(name) < index) problems.push(problemOf("repeated-column", {}, line, shown));
  });
  for (const [name, kind] of Object.entries(COLUMNS)) {
    if (kind === "required" && !columns.includes(name)) {
      problems.push(problemOf("missing-column", { name }, line));
    }
  }
  return problems;
}
