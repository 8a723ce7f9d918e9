import { readFileSync, statSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { printable } from "../../prepare/problem.js";
import { folded } from "../../prepare/submission-bounds.js";
import { COLUMNS, type Column, type RosterRow } from "./roster.schema.js";
import { headerProblems } from "./header-problems.js";
import { type CsvRow, readCsv } from "./read-csv.js";
import { readExtension } from "./extension.js";
import type { Roster, RosterEntry } from "./roster.js";
import { problemOf, RosterError, type RosterProblem } from "./roster-problem.js";
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
  const entries = readEntries(path, problems);
  if (problems.length === 0) return { entries, notes: [] };
  const inOrder = problems.toSorted((a, b) => (a.line ?? 0) - (b.line ?? 0));
  throw new RosterError(path, inOrder);
}

function readEntries(path: string, problems: RosterProblem[]): RosterEntry[] {
  const text = readText(path, problems);
  if (text === undefined) return [];
  const { rows, brokenLines } = readCsv(text);
  problems.push(...brokenLines.map((line) => problemOf("quotes", {}, line)));
  const [header, ...students] = rows;
  if (header === undefined) {
    problems.push(problemOf("empty"));
    return [];
  }
  if (students.length === 0 && brokenLines.length === 0) problems.push(problemOf("no-students"));
  const columns = header.fields.map((name) => name.toLowerCase());
  problems.push(...headerProblems(header, columns));
  // Of one column that should be many, nothing more can be said.
  if (columns.length === 1) return [];
  const found = students.flatMap((row) => rowOf(row, columns, problems) ?? []);
  problems.push(...sameIds(found));
  return found.map((row) => entryOf(row, path));
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
  return 1 + lines.findIndex((line) => line.includes("\uFFFD"));
}

interface FoundRow extends RosterRow {
  readonly line: number;
}

function rowOf(
  { line, fields }: CsvRow,
  columns: readonly string[],
  problems: RosterProblem[],
): FoundRow | undefined {
  if (fields.length !== columns.length) {
    problems.push(problemOf("field-count", { expected: columns.length, got: fields.length }, line));
    return undefined;
  }
  const valueOf = (column: Column): [Column, string] => [column, fields[columns.indexOf(column)] ?? ""];
  const row = Object.fromEntries((Object.keys(COLUMNS) as Column[]).map(valueOf)) as RosterRow;
  // That a column is missing was said once, of the header.
  problems.push(...rowProblems(row, line).filter(({ column }) => columns.includes(column ?? "")));
  return { line, ...row };
}

/** Ids become names of folders, which on many systems are the same in capitals. */
function sameIds(rows: readonly FoundRow[]): RosterProblem[] {
  const seen = new Map<string, FoundRow>();
  return rows.flatMap((row) => {
    const first = seen.get(folded(row.id));
    if (first === undefined) seen.set(folded(row.id), row);
    if (first === undefined || row.id === "") return [];
    const key = first.id === row.id ? "duplicate-id" : "lookalike-id";
    const values = { id: printable(row.id), other: printable(first.id), first: first.line };
    return [problemOf(key, values, row.line, "id")];
  });
}

/** What stands before the host of an address may be a token, and what a roster says is shown and passed on. */
function withoutSecret(address: string): string {
  return address.replace(/^(https?:\/\/)[^@/]*@/i, "$1***@");
}

function entryOf({ id, name, email, section, repository, extension }: RosterRow, path: string): RosterEntry {
  return {
    id,
    name,
    email,
    section,
    extension: readExtension(extension) ?? null,
    source: withoutSecret(repository),
    place: { kind: "repository", url: repository, relativeTo: dirname(resolve(path)) },
  };
}
