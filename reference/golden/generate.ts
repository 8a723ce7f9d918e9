import { readFileSync } from "node:fs";
import { formatGolden, type GoldenFile, type OraclePrint } from "./format.js";
import { maxDifference, readOraclePrint } from "./oracle.js";
import { fromPackageRoot } from "./package-root.js";
import type { Recipe } from "./recipe.js";
import { GoldenError } from "./golden-error.js";
import { multiHeadRecipe } from "./multi-head-attention.js";
import { parseGolden } from "./parse.js";
import { recurrentRecipe } from "./recurrent-networks.js";
import { sourceHash } from "./source-hash.js";
import { twoLayerRecipe } from "./two-layer-nn.js";

const recipes: readonly Recipe[] = [twoLayerRecipe, multiHeadRecipe, recurrentRecipe];

/** The assignments that have goldens. */
export const goldenAssignments: readonly string[] = recipes.map((recipe) => recipe.assignment);

/**
 * How the golden file of an assignment is made.
 *
 * @throws GoldenError when the assignment has none.
 */
export function recipeOf(assignmentId: string): Recipe {
  const recipe = recipes.find(({ assignment }) => assignment === assignmentId);
  if (recipe === undefined) throw new GoldenError(assignmentId, "no goldens are made for this assignment");
  return recipe;
}

/** Where the golden file of an assignment lies. */
export function goldenPath(assignmentId: string): string {
  return fromPackageRoot(`assignments/${assignmentId}/golden/${assignmentId}.json`);
}

/**
 * The golden file at `path`.
 *
 * @throws GoldenError when it is not of the format.
 */
export function loadGolden(path: string): GoldenFile {
  return parseGolden(readFileSync(path, "utf8"), path);
}

/**
 * The golden file of an assignment, computed anew.
 *
 * @param print what the oracle printed; what it printed when it last ran unless given
 * @returns its path and text; nothing is written
 * @throws GoldenError when the assignment has no goldens, the oracle has not printed, or the sources of the
 *   reference are not at hand.
 */
export function generateGolden(assignmentId: string, print?: OraclePrint): { path: string; text: string } {
  const recipe = recipeOf(assignmentId);
  const sha256 = sourceHash(recipe.entry);
  if (sha256 === undefined) throw new GoldenError(recipe.entry, "the sources of the reference are not here");
  const text = formatGolden(composeGolden(recipe, print ?? readOraclePrint(recipe), sha256));
  return { path: goldenPath(assignmentId), text };
}

/** The content of a golden file, computed anew. */
export function composeGolden(recipe: Recipe, print: OraclePrint, sha256: string): GoldenFile {
  const cases = recipe.inputs().map((given) => ({ ...given, outputs: recipe.outputs(given.inputs) }));
  const differences = cases.map(({ id, outputs }) =>
    maxDifference(outputs, print.cases.find((printed) => printed.id === id)?.outputs ?? {}),
  );
  const largest = Math.max(...differences);
  if (!(largest <= Number.MAX_VALUE)) {
    throw new GoldenError(recipe.oracle, "it printed other cases or tensors; run it again");
  }
  return {
    format: "gradecheck/golden@1",
    assignment: recipe.assignment,
    generator: { ...recipe.generator },
    seed: recipe.seed,
    reference: { entry: recipe.entry, sha256 },
    oracle: { name: print.oracle, version: print.version, script: recipe.oracle, maxDifference: largest },
    cases,
  };
}
