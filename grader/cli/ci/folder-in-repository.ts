import { existsSync } from "node:fs";
import { dirname, isAbsolute, join, relative, resolve, sep } from "node:path";

/**
 * Where a folder is in the repository that was checked out, as annotations name files: with `/`, empty for its top.
 *
 * @param workspace where the job works; the repository may be checked out below it
 * @returns null for a folder outside, whose files no annotation can name.
 */
export function folderInRepository(folder: string, workspace: string): string | null {
  const [inner, outer] = [resolve(folder), resolve(workspace)];
  const path = relative(outer, inner);
  if (isAbsolute(path) || path.split(sep)[0] === "..") return null;
  let top = inner;
  while (top !== outer && !existsSync(join(top, ".git"))) top = dirname(top);
  return relative(top, inner).replaceAll(sep, "/");
}
