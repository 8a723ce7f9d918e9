import { RepositoryFault } from "../git/repository-fault.js";

/** A file, link or submodule of a commit. */
export interface TreeEntry {
  /** As git writes it: 100644 a file, 100755 a program, 120000 a link, 160000 a submodule. */
  readonly mode: string;
  readonly hash: string;
  /** Bytes; 0 where it has none of its own. */
  readonly size: number;
  /** With `/` between folders; what is not UTF-8 has become U+FFFD. */
  readonly path: string;
}

const ENTRY = /^([0-7]{6}) (?:blob|commit) ([0-9a-f]{40,64}) +(\d+|-)\t([^]+)$/;

/**
 * Reads what `git ls-tree -r -z -l --full-tree` prints.
 *
 * @throws RepositoryFault when an entry is none.
 */
export function readTree(printed: Buffer): TreeEntry[] {
  return printed
    .toString("utf8")
    .split("\0")
    .filter((text) => text !== "")
    .map((text) => {
      const [, mode = "", hash = "", size = "", path] = ENTRY.exec(text) ?? [];
      if (path === undefined) throw new RepositoryFault("broken", { text: "unreadable tree" });
      return { mode, hash, size: size === "-" ? 0 : Number(size), path };
    });
}
