import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { packageRoot } from "../package/root.js";

/** What of the package has a say in a verdict, besides an assignment's own folder. */
const JUDGES = ["dist/specs", "dist/chunks", "dist/host.cjs"];
/** Handed-in work and the corpus have none. */
const OF_ASSIGNMENT = ["assignment.json", "golden", "data", "texts"];

function* filesBelow(path: string): Generator<string> {
  let entries;
  try {
    entries = readdirSync(path, { withFileTypes: true });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOTDIR") yield path;
    else if (code !== "ENOENT") throw error;
    return;
  }
  for (const entry of entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    yield* filesBelow(join(path, entry.name));
  }
}

/**
 * A hash of everything that can change a verdict on an assignment: specs, kit, reference, host, goldens, known mistakes
 * and texts. The version alone would not do, for a course may have specs of its own.
 */
export function judgeFingerprint(assignment: string): string {
  const hash = createHash("sha256");
  const own = OF_ASSIGNMENT.map((name) => join("assignments", assignment, name));
  for (const path of [...JUDGES, join("dist", "mistakes", `${assignment}.json`), ...own]) {
    for (const file of filesBelow(join(packageRoot(), path))) {
      const content = readFileSync(file);
      hash.update(`${relative(packageRoot(), file)}\0${content.length}\0`).update(content);
    }
  }
  return hash.digest("hex");
}
