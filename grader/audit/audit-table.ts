import type { AuditRow } from "./audit.js";

function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}

/** How many points mutants keep: the shape of the distribution in one line. */
function distribution(rows: readonly AuditRow[]): string {
  const shares = rows
    .filter((row) => row.kind === "mutant")
    .map(({ result }) => (100 * result.score) / result.maxScore)
    .toSorted((a, b) => a - b);
  if (shares.length === 0) return "";
  const [least, quarter, median, most] = [0, 0.25, 0.5, 1].map((share) => quantile(shares, share).toFixed(0));
  return `  mutants keep ${least} at least, ${quarter} at the lower quartile, ${median} in the median, ${most} at most (of 100)\n`;
}

/**
 * The audit as a table for a terminal: a line per submission, what is not as declared below it, and the distribution
 * of what single bugs cost.
 */
export function auditTable(
  assignment: string,
  seed: number,
  rows: readonly AuditRow[],
  { onlyMisses, scores }: { onlyMisses: boolean; scores: boolean },
): string {
  const missed = rows.filter((row) => row.misses.length > 0);
  const lines = (onlyMisses ? missed : rows).flatMap(({ kind, id, result, misses }) => [
    `  ${misses.length === 0 ? "✓" : "✗"} ${kind.padEnd(8)} ${id.padEnd(36)} ${String(result.score).padStart(5)} / ${result.maxScore}`,
    ...misses.map((miss) => `      ${miss}`),
  ]);
  const summary = `${assignment}, seed ${seed}: ${rows.length} submissions, ${missed.length} with misses`;
  return `${[summary, ...lines].join("\n")}\n${scores ? distribution(rows) : ""}`;
}
