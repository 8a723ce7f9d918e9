import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

const USUAL_FOLDERS = ["/usr/bin", "/bin", "/usr/local/bin", "/usr/sbin", "/sbin"];
const found = new Map<string, string | undefined>();

/** Where a program lies, searched in the usual folders before those of `PATH`; `undefined` where it is missing. */
export function findProgram(name: string): string | undefined {
  if (!found.has(name)) {
    const folders = [...USUAL_FOLDERS, ...(process.env["PATH"] ?? "").split(delimiter).filter(Boolean)];
    found.set(
      name,
      folders.map((folder) => join(folder, name)).find((path) => isExecutable(path)),
    );
  }
  return found.get(name);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
