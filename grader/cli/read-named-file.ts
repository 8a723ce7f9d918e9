import { readFileSync } from "node:fs";
import { UsageError } from "../submission/usage-error.js";
import { say } from "./terminal.js";

/**
 * The bytes of a file that somebody named.
 *
 * @throws UsageError when it cannot be read.
 */
export function readNamedFile(path: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch (error) {
    throw new UsageError(say("unreadable", { path, problem: (error as Error).message }));
  }
}
