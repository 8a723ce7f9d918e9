import type { Finding, GradebookEntry } from "../../result/index.js";
import { shownPoints, signedPoints, totalPoints } from "../../result/points.js";

function change(key: string, before: string | number, after: string | number): Finding[] {
  return before === after ? [] : [{ code: `compare.${key}`, values: { before, after } }];
}

/** Another commit is no reason where the code that ran is the same; a folder has no commit. */
function codeChanges(old: GradebookEntry, now: GradebookEntry): Finding[] {
  const isSameCode = old.bundleHash !== null && old.bundleHash === now.bundleHash;
  if (isSameCode) return [];
  const [before, after] = [old.handedIn?.commit ?? "", now.handedIn?.commit ?? ""];
  if (before !== "" && after !== "") return change("commit", before.slice(0, 7), after.slice(0, 7));
  const short = (hash: string | null): string => hash?.slice(0, 7) ?? "–";
  return change("bundle", short(old.bundleHash), short(now.bundleHash));
}

function given({ adjustments }: GradebookEntry): number {
  return totalPoints(adjustments.map(({ points }) => points));
}

/** What is different in two entries of one student, apart from the checks themselves, and may be why points moved. */
export function entryChanges(old: GradebookEntry, now: GradebookEntry): Finding[] {
  // Of who was not graded there is nothing to set beside the rest.
  if (old.state !== now.state) return change("state-change", old.state, now.state);
  const late = (entry: GradebookEntry): number => entry.handedIn?.latePercent ?? 0;
  const [marksBefore, marksAfter] = [signedPoints(given(old)), signedPoints(given(now))];
  return [
    ...codeChanges(old, now),
    ...change("adjustments", marksBefore, marksAfter),
    ...change("lateness", shownPoints(late(old)), shownPoints(late(now))),
  ];
}
