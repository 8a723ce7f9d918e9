import type { RosterEntry } from "../collect/index.js";
import type { Finding, GradebookEntry, HandIn, Result } from "../result/index.js";
import type { BatchFolder } from "./batch-folder.js";

/** What stands before the host of an address may be a token, and a gradebook is passed on. */
export function withoutSecret(source: string): string {
  return source.replace(/^(https?:\/\/)[^@/]*@/i, "$1***@");
}

/** A student of whom nothing is known yet but what the roster says. */
export function blankEntry(
  { id, name, email, section, source }: RosterEntry,
  state: GradebookEntry["state"],
  findings: readonly Finding[],
): GradebookEntry {
  return {
    id,
    name,
    email,
    section,
    source: withoutSecret(source),
    state,
    findings: [...findings],
    handedIn: null,
    bundleHash: null,
    checksScore: null,
    adjustments: [],
    penalty: 0,
    score: null,
    parts: [],
    checks: [],
    files: { student: null, teacher: null },
  };
}

/** Whether some check could not be judged, even when it was tried again: then there is no score to rely on. */
export function isFaulty(result: Result): boolean {
  return result.checks.some((check) => check.outcome === "infrastructure-error");
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
    const checks = result.checks.filter((check) => check.outcome === "infrastructure-error");
    const names = checks.map((check) => check.id).join(", ");
    const fault = { code: "batch.unjudged", values: { count: checks.length, names } };
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
