import type { Adjustment, GradebookEntry } from "../../result/index.js";
import type { KeptFingerprint } from "./kept-fingerprints.js";

/** The adjustments of a student, and what to keep for the next time. */
export interface FlaggedAdjustments {
  readonly adjustments: Adjustment[];
  /** Those of this student alone; one whose adjustment is gone is gone, too. */
  readonly fingerprints: KeptFingerprint[];
}

/** How the checks that a target covers have ended: itself, or all checks of the part. */
function fingerprintOf(target: string, { checks }: GradebookEntry): string {
  return checks
    .filter(({ id }) => id === target || id.startsWith(`${target}.`))
    .map(({ id, outcome, earned }) => `${id} ${outcome} ${earned}`)
    .join("; ");
}

function isAbout(kept: KeptFingerprint, id: string, { target, points, reason }: Adjustment): boolean {
  return kept.id === id && kept.target === target && kept.points === points && kept.reason === reason;
}

/**
 * Flags the adjustments whose checks have ended otherwise since they were made. When one was made nobody wrote down, so
 * the first time that it is seen beside a result counts; that result's fingerprint is kept and compared from then on. A
 * stale adjustment stays in force and stays flagged until a person has looked: a change to its points or its reason makes
 * it a new one.
 *
 * @param kept the fingerprints of the last time, of this student or of all
 * @param entry the student as graded now; of one who is not graded nothing can have changed
 */
export function flagStale(
  adjustments: readonly Adjustment[],
  kept: readonly KeptFingerprint[],
  entry: GradebookEntry,
): FlaggedAdjustments {
  const graded = entry.state === "graded";
  const flagged: Adjustment[] = [];
  const fingerprints: KeptFingerprint[] = [];
  for (const adjustment of adjustments) {
    const { target, points, reason } = adjustment;
    const fingerprint = fingerprintOf(target, entry);
    const known = kept.find((one) => isAbout(one, entry.id, adjustment));
    flagged.push({
      ...adjustment,
      stale: graded && known !== undefined && known.fingerprint !== fingerprint,
    });
    if (known !== undefined) fingerprints.push(known);
    else if (graded) fingerprints.push({ id: entry.id, target, points, reason, fingerprint });
  }
  return { adjustments: flagged, fingerprints };
}
