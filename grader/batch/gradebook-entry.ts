import type { RosterEntry } from "../collect/index.js";
import {
  type Finding,
  type GradebookEntry,
  type HandIn,
  isFaulty,
  type Result,
  ungraded,
} from "../result/index.js";
import type { BatchFolder } from "./batch-folder.js";

/** A student of whom nothing is known yet but what the roster says. */
export function blankEntry(
  { id, name, email, section, source }: RosterEntry,
  state: GradebookEntry["state"],
  findings: readonly Finding[],
): GradebookEntry {
  return { id, name, email, section, source, state, ...ungraded(), findings: [...findings] };
}

/** A student's entry by the result that counts, before marks by hand. */
export function gradedEntry(
  student: RosterEntry,
  handedIn: HandIn,
  result: Result,
  findings: readonly Finding[],
  folder: BatchFolder,
): GradebookEntry {
  const files = { student: folder.student(student.id), teacher: folder.teacher(student.id) };
  if (isFaulty(result)) {
    const unjudged = result.checks.filter((check) => check.outcome === "infrastructure-error");
    const names = unjudged.map((check) => check.id).join(", ");
    const fault = { code: "batch.unjudged", values: { count: unjudged.length, names } };
    return { ...blankEntry(student, "not-graded", [fault, ...findings]), handedIn, files };
  }
  return {
    ...blankEntry(student, "graded", findings),
    handedIn,
    bundleHash: result.submission.bundleHash,
    checksScore: result.score,
    score: result.score,
    parts: result.parts.map((part) => ({ ...part })),
    checks: result.checks.map(({ id, earned, outcome, diagnosis, durationMs }) => {
      return { id, earned, outcome, mistake: diagnosis?.mistake ?? null, durationMs };
    }),
    files,
  };
}
