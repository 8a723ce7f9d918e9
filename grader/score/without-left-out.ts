import type { CheckResult, Result } from "../result/index.js";

function isLeftOut(check: CheckResult): boolean {
  return check.details.findings.some((finding) => finding.code === "check.left-out");
}

/**
 * The result as if there were no other checks than those that ran: what a person wants to see who asked for some of
 * them. The same result where none was left out.
 */
export function withoutLeftOut(result: Result): Result {
  const checks = result.checks.filter((check) => !isLeftOut(check));
  if (checks.length === result.checks.length) return result;
  const parts = result.parts.flatMap(({ id }) => {
    const own = checks.filter((check) => check.part === id);
    if (own.length === 0) return [];
    const sum = (of: "earned" | "points"): number => own.reduce((total, check) => total + check[of], 0);
    return [{ id, score: sum("earned"), maxScore: sum("points") }];
  });
  const total = (of: "score" | "maxScore"): number => parts.reduce((sum, part) => sum + part[of], 0);
  return { ...result, checks, parts, score: total("score"), maxScore: total("maxScore") };
}
