import { existsSync, readFileSync } from "node:fs";
import { dirname } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type { PlannedSubmission } from "./plan.js";

const LOOK_MS = 5;

/**
 * The submissions of a run, as soon as the grader has put them into a file: while they are prepared, vitest starts its
 * worker and the worker reads the specs, which takes as long. None where the grader has given up or is gone.
 */
export async function lateSubmissions(file: string): Promise<readonly PlannedSubmission[]> {
  while (!existsSync(file)) {
    if (!existsSync(dirname(file)) || !process.connected) return [];
    await pause(LOOK_MS);
  }
  return JSON.parse(readFileSync(file, "utf8")) as PlannedSubmission[];
}
