import type { Manifest } from "../assignment/manifest.js";
import type { CheckResult, PartScore } from "../result/index.js";

/** The points of all checks, and of each part in the order of the handout. */
export interface Score {
  readonly score: number;
  readonly maxScore: number;
  readonly parts: PartScore[];
}

/** A sum of points without the dust that floating-point addition leaves. */
function total(points: readonly number[]): number {
  return Math.round(points.reduce((sum, value) => sum + value, 0) * 1e6) / 1e6;
}

/** Adds up what the checks earned; what a part is worth is what its checks are worth. */
export function scoreChecks(manifest: Manifest, checks: readonly CheckResult[]): Score {
  const parts = manifest.parts.map(({ id }) => {
    const own = checks.filter((check) => check.part === id);
    return {
      id,
      score: total(own.map((check) => check.earned)),
      maxScore: total(own.map((check) => check.points)),
    };
  });
  return {
    score: total(parts.map((part) => part.score)),
    maxScore: total(parts.map((part) => part.maxScore)),
    parts,
  };
}
