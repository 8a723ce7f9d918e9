import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { packageRoot } from "../../grader/package/root.js";
import { partsDeclaredBy } from "./checks-of.js";
import type { DeclaredPart } from "./declared-part.js";
import type { RunPlan } from "./plan.js";

/**
 * Reads the compiled spec files of an assignment's parts.
 *
 * @param instance a word for a second reading in the same process: a module of the same address is read once
 */
export function readParts(
  { assignment, parts }: Pick<RunPlan, "assignment" | "parts">,
  instance = "",
): Promise<DeclaredPart[]> {
  const folder = join(packageRoot(), "dist", "specs", assignment);
  return partsDeclaredBy(async () => {
    for (const part of parts) {
      const url = pathToFileURL(join(folder, `${part}.spec.js`));
      url.search = instance;
      await import(/* @vite-ignore */ url.href);
    }
  });
}
