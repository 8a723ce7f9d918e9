import type { Manifest } from "../assignment/manifest.js";
import type { CheckResult, PartScore } from "../result/index.js";
import { totalPoints } from "../result/points.js";

/** The points of all checks, and of each part in the order of the handout. */
export interface Score {
  readonly score: number;
  readonly maxScore: number;
  readonly parts: PartScore[];
}

/** Adds up what the checks earned; what a part is worth is what its checks are worth. */
export function scoreChecks(manifest: Manifest, checks: readonly CheckResult[]): Score {
  const parts = manifest.parts.map(({ id }) => {
    const own = checks.filter((check) => check.part === id);
    return {
      id,
      score: totalPoints(own.map((check) => check.earned)),
      maxScore: totalPoints(own.map((check) => check.points)),
    };
  });
  return {
    score: totalPoints(parts.map((part) => part.score)),
    maxScore: totalPoints(parts.map((part) => part.maxScore)),
    parts,
  };
}
