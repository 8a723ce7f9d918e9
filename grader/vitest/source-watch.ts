import { type FSWatcher, lstatSync, readdirSync, watch } from "node:fs";
import { join } from "node:path";

/** A name that leads to nothing that is handed in. */
export function isLeftOut(name: string): boolean {
  return name === "node_modules" || name.startsWith(".");
}

/** What tells a folder from another one that takes its place, which may get its number as well. */
function identityOf(folder: string): string {
  const { ino, birthtimeMs } = lstatSync(folder);
  return `${ino} ${birthtimeMs}`;
}

/** By the path of a folder and of all below it, its identity. */
function foldersIn(folder: string, found = new Map<string, string>()): Map<string, string> {
  try {
    const entries = readdirSync(folder, { withFileTypes: true });
    found.set(folder, identityOf(folder));
    for (const entry of entries) {
      if (entry.isDirectory() && !isLeftOut(entry.name)) foldersIn(join(folder, entry.name), found);
    }
  } catch (error) {
    // It has gone since it was listed; whatever takes its place is told of.
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
  }
  return found;
}

/**
 * Watches the folders of a repository, node_modules and hidden ones left out. A folder that is taken away and put back
 * is another folder: whoever watches names only, as vite does, may go on listening to the one that is gone, for good.
 */
export class SourceWatch {
  readonly #folder: string;
  readonly #onEvent: (path: string) => void;
  readonly #watched = new Map<string, { readonly identity: string; readonly watcher: FSWatcher }>();

  /**
   * @param folder of the repository
   * @param onEvent is told the path of whatever changed, came or went; then it is time to {@link refresh}
   */
  constructor(folder: string, onEvent: (path: string) => void) {
    this.#folder = folder;
    this.#onEvent = onEvent;
  }

  /**
   * Watches every folder that is there now.
   *
   * @returns whether one of them is new, so that nobody was told what came into it.
   * @throws Error when the system cannot watch any more.
   */
  refresh(): boolean {
    const now = foldersIn(this.#folder);
    for (const [path, { identity, watcher }] of this.#watched) {
      if (now.get(path) === identity) continue;
      watcher.close();
      this.#watched.delete(path);
    }
    const added = [...now].filter(([path]) => !this.#watched.has(path));
    for (const [path, identity] of added) {
      const watcher = watch(path, (_, name) => this.#onEvent(join(path, name ?? "")));
      watcher.on("error", () => this.#onEvent(path));
      this.#watched.set(path, { identity, watcher });
    }
    return added.length > 0;
  }

  close(): void {
    for (const { watcher } of this.#watched.values()) watcher.close();
    this.#watched.clear();
  }
}
