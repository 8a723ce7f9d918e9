// Builds where there is no build, or a source is newer than it.
import { spawnSync } from "node:child_process";
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("..", import.meta.url));

const SOURCES = [
  "validation",
  "reference",
  "specs",
  "grader",
  "reports",
  "assignments",
  "tools/build.js",
  "tools/build-validators.js",
];
/** What a build writes last. */
const LAST = "dist/built";

function newest(path) {
  const stats = statSync(path);
  if (!stats.isDirectory()) return stats.mtimeMs;
  return Math.max(...readdirSync(path).map((name) => newest(join(path, name))));
}

export function ensureBuilt() {
  const built = statSync(join(root, LAST), { throwIfNoEntry: false })?.mtimeMs ?? 0;
  if (SOURCES.every((source) => newest(join(root, source)) < built)) return;
  process.stderr.write("building …\n");
  const { status } = spawnSync(process.execPath, [join(root, "tools/build.js")], { stdio: "inherit" });
  if (status !== 0) process.exit(status ?? 1);
}
