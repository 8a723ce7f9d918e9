import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

let known: string | undefined;

/**
 * The folder of the gradecheck package, from the sources and from `dist` alike: the nearest one above this
 * file that has a `package.json`.
 *
 * @throws Error when there is none, that is, when the installation is broken.
 */
export function packageRoot(): string {
  if (known !== undefined) return known;
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, "package.json"))) {
    const parent = dirname(folder);
    if (parent === folder) throw new Error("gradecheck: no package.json above its own files");
    folder = parent;
  }
  known = folder;
  return folder;
}

/** The version of gradecheck, as its `package.json` says. */
export function packageVersion(): string {
  const manifest = JSON.parse(readFileSync(join(packageRoot(), "package.json"), "utf8")) as {
    version: string;
  };
  return manifest.version;
}
