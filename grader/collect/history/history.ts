import { RepositoryFault } from "../git/repository-fault.js";

/** A commit of a branch, with the time that it counts for. */
export interface Commit {
  readonly hash: string;
  /** The first is what the branch was before; the others were merged into it. */
  readonly parents: readonly string[];
  /** What the commit itself says, in milliseconds since 1970. */
  readonly datedMs: number;
  /** The same, but no earlier than any commit that it builds on. */
  readonly atMs: number;
}

/** The last moment of a year with four digits: later ones, as dates that nobody meant, cannot be written down. */
const LATEST_MS = 253_402_300_799_000;

/** All commits that a branch builds on, by hash, parents first; the last is where it stands. */
export type History = ReadonlyMap<string, Commit>;

/**
 * Reads what `git rev-list --topo-order --reverse --parents --timestamp` prints. A committer writes any date, but not
 * one before that of a commit that was there already.
 *
 * @throws RepositoryFault when a line is none.
 */
export function readHistory(printed: string): History {
  const history = new Map<string, Commit>();
  for (const line of printed.split("\n")) {
    if (line === "") continue;
    const [, seconds = "", hashes] = /^(\d{1,20}) ([0-9a-f]{40,64}(?: [0-9a-f]{40,64})*)$/.exec(line) ?? [];
    const [hash, ...parents] = hashes?.split(" ") ?? [];
    if (hash === undefined) throw new RepositoryFault("broken", { text: "unreadable history" });
    const datedMs = Math.min(Number(seconds) * 1000, LATEST_MS);
    const before = parents.map((parent) => history.get(parent)?.atMs ?? 0);
    history.set(hash, { hash, parents, datedMs, atMs: Math.max(datedMs, ...before) });
  }
  if (history.size === 0) throw new RepositoryFault("empty");
  return history;
}

/** The commit that a branch stands at. */
export function tipOf(history: History): Commit {
  const tip = [...history.values()].at(-1);
  if (tip === undefined) throw new RepositoryFault("empty");
  return tip;
}

/** Commits whose dates cannot be right: before one that they build on, or in the future. */
export function oddDates(history: History, nowMs: number): Commit[] {
  return [...history.values()].filter(({ datedMs, atMs }) => datedMs < atMs || datedMs > nowMs);
}
