import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";

/** All files below a folder, by their path from there. */
export function bytesOf(folder: string): Record<string, Buffer> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name));
  return Object.fromEntries(paths.map((path) => [relative(folder, path), readFileSync(path)]));
}

/** The texts of all files below a folder, by their path from there. */
export function filesOf(folder: string): Record<string, string> {
  return Object.fromEntries(Object.entries(bytesOf(folder)).map(([path, bytes]) => [path, bytes.toString()]));
}
