import { type Dirent, readdirSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { printable } from "../../prepare/problem.js";
import { folded } from "../../prepare/submission-bounds.js";
import { nameFault } from "../portable-name.js";
import type { Roster } from "./roster.js";
import { problemOf, RosterError, type RosterProblem } from "./roster-problem.js";

/**
 * The class in a folder of submissions: every folder in it is a student of that name. What is hidden is passed over,
 * files are too and get a note. The order is that in which people count: `s2` before `s10`.
 *
 * @throws UsageError, a {@link RosterError}, when the folder cannot be read, is empty, or has names in it that cannot be
 * those of reports on every system.
 */
export function rosterOfFolder(path: string): Roster {
  const shown = entriesOf(path).filter(({ name }) => !name.startsWith("."));
  // A link is the teacher's own.
  const folders = shown.filter(({ name }) => isFolder(join(path, name)));
  const problems = folders.length === 0 ? [problemOf("no-folders")] : nameProblems(folders);
  if (problems.length > 0) throw new RosterError(path, problems);
  const order = new Intl.Collator("en", { numeric: true });
  const named = folders.map(({ name }) => ({ name, id: name.normalize("NFC") }));
  const files = shown.filter((entry) => !folders.includes(entry)).map(({ name }) => printable(name));
  return {
    entries: named
      .toSorted((a, b) => order.compare(a.id, b.id) || (a.id < b.id ? -1 : 1))
      .map(({ name, id }) => {
        const folder = resolve(path, name);
        const place = { kind: "folder", path: folder } as const;
        return { id, name: id, email: "", section: "", extension: null, source: join(path, name), place };
      }),
    notes: files.toSorted(order.compare).map((name) => ({ code: "collect.roster.file", values: { name } })),
  };
}

function entriesOf(path: string): Dirent[] {
  try {
    return readdirSync(path, { withFileTypes: true });
  } catch (cause) {
    throw new RosterError(path, [problemOf("unreadable", { text: (cause as Error).message })]);
  }
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

function nameProblems(folders: readonly Dirent[]): RosterProblem[] {
  const seen = new Map<string, string>();
  return folders.flatMap(({ name }) => {
    const other = seen.get(folded(name));
    seen.set(folded(name), name);
    const shown = printable(name);
    if (other !== undefined) return [problemOf("lookalike-folder", { name: shown, other: printable(other) })];
    // How letters are composed is up to the system that the folder lies on.
    const fault = nameFault(name.normalize("NFC"));
    return fault === undefined ? [] : [problemOf("bad-folder", { name: shown })];
  });
}
