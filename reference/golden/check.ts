import { TOLERANCE } from "../gradients/tolerance.js";
import type { GoldenCase, GoldenFile, GoldenTensor } from "./format.js";
import { composeGolden, goldenPath, loadGolden, recipeOf } from "./generate.js";
import { maxDifference, readOraclePrint } from "./oracle.js";
import { sourceHash } from "./source-hash.js";

/** Whether stored goldens are what would be generated now. */
export interface GoldenVerdict {
  readonly ok: boolean;
  /** Everything that differs, a sentence each. */
  readonly problems: readonly string[];
}

/**
 * Compares the stored golden file of an assignment with a fresh one. Numbers may differ by 1e-12 of the
 * largest entry of their tensor, because another processor or engine may round `exp` and `log` otherwise;
 * everything else must be the same, the hash of the sources where they are at hand.
 *
 * @throws GoldenError when the assignment has no goldens, or a file is missing or broken.
 */
export function checkGolden(assignmentId: string): GoldenVerdict {
  const recipe = recipeOf(assignmentId);
  const stored = loadGolden(goldenPath(assignmentId));
  const sha256 = sourceHash(recipe.entry) ?? stored.reference.sha256;
  return compareGoldens(stored, composeGolden(recipe, readOraclePrint(recipe), sha256));
}

/** What differs between a stored golden file and a fresh one. */
export function compareGoldens(stored: GoldenFile, fresh: GoldenFile): GoldenVerdict {
  const problems = [
    ...differentHeader(stored, fresh),
    ...[stored, fresh].filter(({ oracle }) => !(oracle.maxDifference <= TOLERANCE.drift)).map(disagreement),
    ...(stored.cases.map(({ id }) => id).join() === fresh.cases.map(({ id }) => id).join()
      ? stored.cases.flatMap((old, i) => differentCase(old, fresh.cases[i] ?? old))
      : ["the cases are others, or in another order"]),
  ];
  return { ok: problems.length === 0, problems };
}

function differentHeader(stored: GoldenFile, fresh: GoldenFile): string[] {
  const [old, now] = [header(stored), header(fresh)];
  return Object.keys(now)
    .filter((field) => old[field] !== now[field])
    .map((field) => `${field}: stored ${old[field]}, now ${now[field]}`);
}

/** Everything but the cases and the one number that depends on rounding, as JSON by field. */
function header(file: GoldenFile): Record<string, string> {
  const { name, version, script } = file.oracle;
  const fields = { ...file, oracle: { name, version, script }, cases: [] };
  return Object.fromEntries(Object.entries(fields).map(([field, value]) => [field, JSON.stringify(value)]));
}

function disagreement({ oracle }: GoldenFile): string {
  return `the reference and ${oracle.name} ${oracle.version} differ by ${oracle.maxDifference.toExponential(1)}`;
}

function differentCase(stored: GoldenCase, fresh: GoldenCase): string[] {
  const words = stored.description === fresh.description ? [] : [`case ${stored.id}: another description`];
  return [
    ...words,
    ...differentTensors(stored.inputs, fresh.inputs, stored.id),
    ...differentTensors(stored.outputs, fresh.outputs, stored.id),
  ];
}

function differentTensors(
  stored: Readonly<Record<string, GoldenTensor>>,
  fresh: Readonly<Record<string, GoldenTensor>>,
  id: string,
): string[] {
  return [...new Set([...Object.keys(stored), ...Object.keys(fresh)])].flatMap((name) => {
    const [old, now] = [stored[name], fresh[name]];
    if (old === undefined || now === undefined) return [`case ${id}: ${name} is ${old ? "gone" : "new"}`];
    const drift = maxDifference({ [name]: old }, { [name]: now });
    return drift <= TOLERANCE.drift ? [] : [`case ${id}: ${name} has moved by ${drift.toExponential(1)}`];
  });
}
