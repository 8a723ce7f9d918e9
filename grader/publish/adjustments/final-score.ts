/** What a score is made of. */
export interface ScoreParts {
  /** What the checks earned. */
  readonly checksScore: number;
  /** Marks by hand. */
  readonly adjustments: readonly { readonly points: number }[];
  /** From 0 to 100. */
  readonly latePercent: number;
}

/** What lateness takes, and what counts in the end; both in points with at most two decimals. */
export interface FinalScore {
  readonly penalty: number;
  readonly score: number;
}

// Whole millionths are counted, so that no dust of floating-point addition decides how a half is rounded.
const MILLIONTHS = 1e6;
const PER_HUNDREDTH = 1e4;

function millionths(points: number): number {
  return Math.round(points * MILLIONTHS);
}

/**
 * The score that counts. First lateness takes its part of what the checks earned; then the marks by hand are added whole,
 * for who gives one and a half points means one and a half points, late or not. A bonus may lead above the most that checks
 * can earn; nothing leads below 0. What lies between two hundredths is rounded to the nearest, a half in the student's favour.
 */
export function finalScore({ checksScore, adjustments, latePercent }: ScoreParts): FinalScore {
  const earned = millionths(checksScore);
  const taken = Math.round((earned * latePercent) / 100);
  const penalty = Math.max(0, Math.ceil((taken - PER_HUNDREDTH / 2) / PER_HUNDREDTH));
  const given = adjustments.reduce((sum, { points }) => sum + millionths(points), 0);
  const counted = earned - penalty * PER_HUNDREDTH + given;
  const score = Math.max(0, Math.floor((counted + PER_HUNDREDTH / 2) / PER_HUNDREDTH));
  return { penalty: penalty / 100, score: score / 100 };
}
