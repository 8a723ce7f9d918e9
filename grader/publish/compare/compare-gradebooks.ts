import type { Finding, Gradebook, GradebookEntry, GradedCheck } from "../../result/index.js";
import { totalPoints } from "../../result/points.js";
import { UsageError } from "../../submission/usage-error.js";
import { say } from "../say.js";
import type { Comparison, MovedCheck, MovedEntry, OneSided } from "./comparison.js";
import { entryChanges } from "./entry-changes.js";
import { gradebookChanges } from "./gradebook-changes.js";

const UNEXPLAINED: Finding = { code: "compare.unexplained", values: {} };

function standing(check: GradedCheck | undefined): MovedCheck["before"] {
  return check === undefined ? null : { outcome: check.outcome, earned: check.earned };
}

function movedChecks(old: GradebookEntry, now: GradebookEntry): MovedCheck[] {
  // Without a result on one side there are no checks to set beside each other; the state says it all.
  if (old.state !== "graded" || now.state !== "graded") return [];
  const ids = new Set([...now.checks, ...old.checks].map(({ id }) => id));
  return [...ids]
    .map((id) => ({
      id,
      before: standing(old.checks.find((check) => check.id === id)),
      after: standing(now.checks.find((check) => check.id === id)),
    }))
    .filter(({ before, after }) => before?.outcome !== after?.outcome || before?.earned !== after?.earned);
}

function movedEntry(old: GradebookEntry, now: GradebookEntry, changes: readonly Finding[]): MovedEntry[] {
  const checks = movedChecks(old, now);
  if (old.score === now.score && old.state === now.state && checks.length === 0) return [];
  const own = entryChanges(old, now);
  // What changed for everyone moves checks; a mark by hand that was given needs no further reason.
  const reasons = checks.length > 0 || own.length === 0 ? [...own, ...changes] : own;
  return [
    {
      id: now.id,
      name: now.name,
      before: { state: old.state, score: old.score },
      after: { state: now.state, score: now.score },
      delta: old.score === null || now.score === null ? null : totalPoints([now.score, -old.score]),
      checks,
      reasons: reasons.length === 0 ? [UNEXPLAINED] : reasons,
    },
  ];
}

function oneSided({ id, name, score }: GradebookEntry): OneSided {
  return { id, name, score };
}

/**
 * Compares two gradebooks of one assignment: who moved, at which checks, and what is different and may be why. A student is
 * the same by id. A gradebook compared with itself shows nothing.
 *
 * @throws UsageError when they are of different assignments.
 */
export function compareGradebooks(old: Gradebook, now: Gradebook): Comparison {
  if (old.assignment.id !== now.assignment.id) {
    throw new UsageError(
      say("different-assignments", { before: old.assignment.id, after: now.assignment.id }),
    );
  }
  const before = new Map(old.entries.map((entry) => [entry.id, entry]));
  const after = new Set(now.entries.map(({ id }) => id));
  const changes = gradebookChanges(old, now);
  const inBoth = now.entries.flatMap((entry) => {
    const earlier = before.get(entry.id);
    return earlier === undefined ? [] : [{ earlier, entry }];
  });
  return {
    assignment: now.assignment.id,
    compared: inBoth.length,
    changes,
    moved: inBoth.flatMap(({ earlier, entry }) => movedEntry(earlier, entry, changes)),
    joined: now.entries.filter(({ id }) => !before.has(id)).map(oneSided),
    left: old.entries.filter(({ id }) => !after.has(id)).map(oneSided),
  };
}
