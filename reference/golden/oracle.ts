import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { Tensor } from "../tensor/tensor.js";
import { type GoldenTensor, linesOfNumbers, type OraclePrint } from "./format.js";
import { fromPackageRoot } from "./package-root.js";
import type { Recipe } from "./recipe.js";
import { GoldenError } from "./golden-error.js";
import { parseOraclePrint } from "./parse.js";

/** A Python that has PyTorch, or `undefined`. Debian's python3-torch is for /usr/bin/python3 alone. */
export function pythonWithTorch(): string | undefined {
  return ["/usr/bin/python3", "python3"].find(
    (python) => spawnSync(python, ["-c", "import torch"], { stdio: "ignore" }).status === 0,
  );
}

/** Where what a recipe's oracle printed is kept, from the root of the package. */
function oraclePrintPath(recipe: Recipe): string {
  return `assignments/${recipe.assignment}/golden/oracle.json`;
}

/**
 * What the oracle printed when it last ran.
 *
 * @throws GoldenError when the file is missing or broken.
 */
export function readOraclePrint(recipe: Recipe): OraclePrint {
  const path = oraclePrintPath(recipe);
  let text: string;
  try {
    text = readFileSync(fromPackageRoot(path), "utf8");
  } catch (error) {
    throw new GoldenError(path, (error as Error).message);
  }
  return parseOraclePrint(text, path);
}

/**
 * Runs a recipe's oracle on the recipe's inputs.
 *
 * @param python as `pythonWithTorch` found it
 * @returns what it prints, and as the text of the file that keeps it
 * @throws GoldenError when it fails or prints something else.
 */
export function runOracle(
  recipe: Recipe,
  python: string,
): { print: OraclePrint; path: string; text: string } {
  const run = spawnSync(python, [fromPackageRoot(recipe.oracle)], {
    input: JSON.stringify({ cases: recipe.inputs() }),
    encoding: "utf8",
    maxBuffer: 1 << 26,
  });
  if (run.status !== 0) throw new GoldenError(recipe.oracle, run.error?.message ?? run.stderr);
  const print = parseOraclePrint(run.stdout, recipe.oracle);
  return { print, path: oraclePrintPath(recipe), text: `${linesOfNumbers(print)}\n` };
}

/**
 * The largest difference between tensors of the same names, relative to the largest entry of each pair;
 * Infinity where a tensor is missing or of another shape, NaN where one is not finite.
 */
export function maxDifference(
  ours: Readonly<Record<string, GoldenTensor>>,
  theirs: Readonly<Record<string, GoldenTensor>>,
): number {
  const names = new Set([...Object.keys(ours), ...Object.keys(theirs)]);
  return Math.max(0, ...Array.from(names, (name) => difference(ours[name], theirs[name])));
}

function difference(a: GoldenTensor | undefined, b: GoldenTensor | undefined): number {
  if (a === undefined || b === undefined || a.shape.join() !== b.shape.join())
    return Number.POSITIVE_INFINITY;
  const [left, right] = [Tensor.of(a.shape, a.data), Tensor.of(b.shape, b.data)];
  const miss = left.minus(right).maxAbs();
  return miss === 0 ? 0 : miss / Math.max(left.maxAbs(), right.maxAbs());
}
