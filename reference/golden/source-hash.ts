import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { posix } from "node:path";
import { fromPackageRoot } from "./package-root.js";

/**
 * A SHA-256 over a source file and all of ours that it imports, directly or not: their names and texts, in the
 * order of their names. It is taken of the TypeScript sources, never of what was compiled from them, so that
 * it is the same wherever it can be taken.
 *
 * @param entry from the root of the package
 * @returns `undefined` where the sources are not at hand, as in an installed package
 */
export function sourceHash(entry: string): string | undefined {
  const texts = new Map<string, string>();
  const pending = [entry];
  for (let file = pending.pop(); file !== undefined; file = pending.pop()) {
    if (texts.has(file)) continue;
    const path = fromPackageRoot(file);
    if (!existsSync(path)) return undefined;
    const text = readFileSync(path, "utf8").replaceAll("\r\n", "\n");
    texts.set(file, text);
    for (const [, imported = ""] of text.matchAll(/ from "(\.{1,2}\/[^"]+)\.js"/g)) {
      pending.push(posix.join(posix.dirname(file), `${imported}.ts`));
    }
  }
  const hash = createHash("sha256");
  for (const file of [...texts.keys()].toSorted()) hash.update(`${file}\0${texts.get(file)}\0`);
  return hash.digest("hex");
}
