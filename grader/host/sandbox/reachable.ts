import { realpathSync, statSync } from "node:fs";
import { dirname } from "node:path";

const OTHERS_ENTER = 0o001;
const OTHERS_READ = 0o004;

/** Whether every user of the machine can read a file or folder; links are followed. */
export function isReachable(path: string): boolean {
  const real = realpathSync(path);
  if ((statSync(real).mode & OTHERS_READ) === 0) return false;
  for (let folder = dirname(real); ; folder = dirname(folder)) {
    if ((statSync(folder).mode & OTHERS_ENTER) === 0) return false;
    if (folder === dirname(folder)) return true;
  }
}
