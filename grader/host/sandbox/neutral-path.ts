import { realpathSync } from "node:fs";
import { sep } from "node:path";
import { stagingFolder } from "./staging.js";

/** Where every machine has its programs and libraries. */
export const SYSTEM_FOLDERS: readonly string[] = ["/usr", "/lib", "/lib64", "/bin", "/opt", "/nix/store"];

/** Whether a path tells nothing of whose machine this is: the system's own, or one that was staged. */
export function isNeutral(path: string): boolean {
  const real = realpathSync(path);
  return [...SYSTEM_FOLDERS, stagingFolder()].some((folder) => real.startsWith(folder + sep));
}
