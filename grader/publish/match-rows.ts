import type { Finding, GradebookEntry } from "../result/index.js";
import type { CsvRow } from "./csv/read-csv.js";
import { aboutStudent } from "./filled-file.js";
import { oneLine } from "./plain-text.js";

/** A way to tell which row of a platform's file is whose: the two texts are equal, and not empty. */
export interface Way {
  readonly ofRow: (row: CsvRow) => string;
  readonly ofEntry: (entry: GradebookEntry) => string;
}

/** How to match, and what to call a row where nobody is found for it. */
export interface Matching {
  /** Each is proof enough. Where two of them lead to different rows, nobody guesses. */
  readonly ways: readonly Way[];
  /** Asked in this order where no proof is found, and reported with this sentence of `publish.json`. */
  readonly weakWays: readonly (Way & { readonly key: string })[];
  readonly nameOf: (row: CsvRow) => string;
}

/** Whose each row is, and what a person should know about it. */
export interface MatchedRows {
  readonly entryOf: ReadonlyMap<CsvRow, GradebookEntry>;
  /** Weak matches, doubtful ones, students without a row, rows without a student. */
  readonly findings: readonly Finding[];
}

interface Candidates {
  readonly entry: GradebookEntry;
  readonly rows: readonly CsvRow[];
  /** The sentence of the weak way that led here. */
  readonly key?: string;
}

type Lookup = (entry: GradebookEntry) => readonly CsvRow[];

function lookup({ ofRow, ofEntry }: Way, rows: readonly CsvRow[]): Lookup {
  const byKey = new Map<string, CsvRow[]>();
  for (const row of rows) {
    const key = ofRow(row);
    if (key !== "") byKey.set(key, [...(byKey.get(key) ?? []), row]);
  }
  return (entry) => byKey.get(ofEntry(entry)) ?? [];
}

/** The rows that may be each student's: those that are proven; for who has none, likely ones that are nobody's by proof. */
function findCandidates(
  entries: readonly GradebookEntry[],
  rows: readonly CsvRow[],
  { ways, weakWays }: Matching,
): Candidates[] {
  const proofs = ways.map((way) => lookup(way, rows));
  const hints = weakWays.map((way) => ({ find: lookup(way, rows), key: way.key }));
  const proven = entries.map((entry) => [...new Set(proofs.flatMap((find) => find(entry)))]);
  const taken = new Set(proven.flat());
  return entries.map((entry, index) => {
    const own = proven[index] ?? [];
    if (own.length > 0) return { entry, rows: own };
    for (const { find, key } of hints) {
      const likely = find(entry).filter((row) => !taken.has(row));
      if (likely.length > 0) return { entry, rows: likely, key };
    }
    return { entry, rows: [] };
  });
}

/** Matches the students of a gradebook with the rows of a platform's file, one to one. */
export function matchRows(
  entries: readonly GradebookEntry[],
  rows: readonly CsvRow[],
  matching: Matching,
): MatchedRows {
  const candidates = findCandidates(entries, rows, matching);
  const claims = new Map<CsvRow, number>();
  for (const row of candidates.flatMap((one) => one.rows)) claims.set(row, (claims.get(row) ?? 0) + 1);

  const entryOf = new Map<CsvRow, GradebookEntry>();
  const [weak, doubtful, rowless]: [Finding[], Finding[], Finding[]] = [[], [], []];
  for (const { entry, rows: own, key } of candidates) {
    const [row] = own;
    if (row === undefined) rowless.push(aboutStudent("no-row", entry));
    else if (own.length > 1 || claims.get(row) !== 1) doubtful.push(aboutStudent("doubtful", entry));
    else {
      entryOf.set(row, entry);
      if (key !== undefined) weak.push(aboutStudent(key, entry));
    }
  }
  const unclaimed = rows
    .filter((row) => !claims.has(row))
    .map((row) => ({
      code: "publish.no-student",
      values: { line: row.line, name: oneLine(matching.nameOf(row)) },
    }));
  return { entryOf, findings: [...weak, ...doubtful, ...rowless, ...unclaimed] };
}
