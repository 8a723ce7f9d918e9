import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/**
 * A path from the root of this package, which is the nearest folder above with a `package.json`, whether this
 * file runs as a source or compiled from `dist`.
 *
 * @throws Error when there is no such folder, that is, when the installation is broken.
 */
export function fromPackageRoot(path: string): string {
  for (let folder = dirname(fileURLToPath(import.meta.url)); ; folder = dirname(folder)) {
    if (existsSync(join(folder, "package.json"))) return join(folder, path);
    if (folder === dirname(folder)) throw new Error(`no package.json above ${import.meta.url}`);
  }
}
