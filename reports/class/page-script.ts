import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { packageRoot } from "../../grader/package/root.js";

/** A script that a page brings along. */
export interface PageScript {
  text: string;
  /** What a policy must name for a browser to run it: `'sha256-…'`. */
  source: string;
}

/**
 * A file of `reports/scripts/`, for a page to contain.
 *
 * @throws Error when it is not there, that is, when the installation is broken.
 */
export function pageScript(name: string): PageScript {
  // A parser of HTML reads every line end as \n, and the hash is of what it has read.
  const text = readFileSync(join(packageRoot(), "reports", "scripts", name), "utf8").replaceAll("\r\n", "\n");
  return { text, source: `'sha256-${createHash("sha256").update(text).digest("base64")}'` };
}
