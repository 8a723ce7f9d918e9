import { readFileSync, statSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { folded } from "../../prepare/submission-bounds.js";
import { COLUMNS, type Column, isColumn, type RosterRow } from "./roster.schema.js";
import { type CsvRow, readCsv } from "./read-csv.js";
import { readExtension } from "./extension.js";
import type { Roster, RosterEntry } from "./roster.js";
import { RosterError, type RosterProblem } from "./roster-problem.js";
import { rowProblems } from "./row-problems.js";

const MOST_BYTES = 16 * 1024 * 1024;

/**
 * Reads a class from a CSV file with the columns `id,name,email,repository` and, where wanted, `section` and `extension`,
 * in any order. Repositories are not looked at yet: what is wrong with one is a matter of its student.
 *
 * @throws UsageError, a {@link RosterError} with all problems at once, when the file cannot be used.
 */
export function readRoster(path: string): Roster {
  const problems: RosterProblem[] = [];
  const text = readText(path, problems);
  const { rows, brokenLines } = readCsv(text ?? "");
  problems.push(...brokenLines.map((line) => problemOf("quotes", {}, line)));
  const [header, ...students] = rows;
  if (text !== undefined && header === undefined) problems.push(problemOf("empty"));
  if (header !== undefined) {
    const columns = header.fields.map((name) => name.toLowerCase());
    problems.push(...headerProblems(header, columns));
    if (students.length === 0) problems.push(problemOf("no-students"));
    // Of fields under a wrong header nothing can be said.
    if (!problems.some(({ line, column }) => line === header.line && column === null)) {
      const found = students.map((row) => ({ line: row.line, row: rowOf(row, columns, problems) }));
      problems.push(...found.flatMap(({ line, row }) => (row === undefined ? [] : rowProblems(row, line))));
      problems.push(...sameIds(found));
      const entries = found.flatMap(({ row }) => (row === undefined ? [] : [entryOf(row, path)]));
      if (problems.length === 0) return { entries, notes: [] };
    }
  }
  throw new RosterError(
    path,
    problems.toSorted((a, b) => (a.line ?? 0) - (b.line ?? 0)),
  );
}

function problemOf(
  key: string,
  values: Record<string, string | number> = {},
  line: number | null = null,
  column: string | null = null,
): RosterProblem {
  return { line, column, finding: { code: `collect.roster.${key}`, values } };
}

function readText(path: string, problems: RosterProblem[]): string | undefined {
  let bytes: Buffer;
  try {
    const { size } = statSync(path);
    if (size > MOST_BYTES) {
      problems.push(problemOf("too-large", { allowed: MOST_BYTES / 1024 / 1024 }));
      return undefined;
    }
    bytes = readFileSync(path);
  } catch (cause) {
    problems.push(problemOf("unreadable", { text: (cause as Error).message }));
    return undefined;
  }
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    problems.push(problemOf("encoding", {}, lineThatIsNotUtf8(bytes)));
    return undefined;
  }
}

function lineThatIsNotUtf8(bytes: Buffer): number {
  // What cannot be read becomes U+FFFD, and the lines stay what they are.
  const lines = bytes.toString("utf8").split(/\r\n|\r|\n/);
  return (
    1 +
    Math.max(
      0,
      lines.findIndex((line) => line.includes("\uFFFD")),
    )
  );
}

function headerProblems({ line, fields }: CsvRow, columns: readonly string[]): RosterProblem[] {
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

function rowOf(
  { line, fields }: CsvRow,
  columns: readonly string[],
  problems: RosterProblem[],
): RosterRow | undefined {
  if (fields.length !== columns.length) {
    problems.push(problemOf("field-count", { expected: columns.length, got: fields.length }, line));
    return undefined;
  }
  const valueOf = (column: Column): [Column, string] => [column, fields[columns.indexOf(column)] ?? ""];
  const row = Object.fromEntries((Object.keys(COLUMNS) as Column[]).map(valueOf)) as RosterRow;
  return row;
}

/** Ids become names of folders, which on many systems are the same in capitals. */
function sameIds(found: readonly { line: number; row: RosterRow | undefined }[]): RosterProblem[] {
  const seen = new Map<string, { id: string; line: number }>();
  return found.flatMap(({ line, row }) => {
    if (row === undefined || row.id === "") return [];
    const first = seen.get(folded(row.id));
    if (first === undefined) {
      seen.set(folded(row.id), { id: row.id, line });
      return [];
    }
    const key = first.id === row.id ? "duplicate-id" : "lookalike-id";
    return [problemOf(key, { id: row.id, other: first.id, first: first.line }, line, "id")];
  });
}

function entryOf({ repository, extension, ...row }: RosterRow, path: string): RosterEntry {
  return {
    ...row,
    extension: readExtension(extension) ?? null,
    source: repository,
    place: { kind: "repository", url: repository, relativeTo: dirname(resolve(path)) },
  };
}
