import { describe, expect, test } from "vitest";
import { goldenAssignments, recipeOf } from "./generate.js";
import { maxDifference, pythonWithTorch, readOraclePrint, runOracle } from "./oracle.js";

const python = pythonWithTorch();
if (python === undefined) {
  console.warn("SKIPPED: the oracle does not run here. Install the Debian package python3-torch to run it.");
}

describe.skipIf(python === undefined)("PyTorch, run again (needs the package python3-torch)", () => {
  test.each(goldenAssignments)("agrees with the reference of %s to 1e-12", (assignment) => {
    const recipe = recipeOf(assignment);
    const { print } = runOracle(recipe, python ?? "");
    const cases = recipe.inputs();
    expect(print.cases.map(({ id }) => id)).toEqual(cases.map(({ id }) => id));
    cases.forEach(({ inputs }, i) => {
      expect(maxDifference(recipe.outputs(inputs), print.cases[i]!.outputs)).toBeLessThanOrEqual(1e-12);
    });
  });

  test("prints what is kept of it", () => {
    const recipe = recipeOf("two-layer-nn");
    const kept = readOraclePrint(recipe);
    runOracle(recipe, python ?? "").print.cases.forEach(({ id, outputs }, i) => {
      expect(kept.cases[i]!.id).toBe(id);
      expect(maxDifference(kept.cases[i]!.outputs, outputs)).toBeLessThanOrEqual(1e-12);
    });
  });

  test("that fails is an error that shows what it said", () => {
    const broken = { ...recipeOf("two-layer-nn"), inputs: () => [{ id: "x", description: "x", inputs: {} }] };
    expect(() => runOracle(broken, python ?? "")).toThrow(/KeyError/);
  });
});

/** A vector named `a`. */
const one = (...data: number[]): Record<string, { shape: number[]; data: number[] }> => ({
  a: { shape: [data.length], data },
});

describe("the difference of tensors", () => {
  test("is relative to the largest entry", () => {
    expect(maxDifference(one(100, 1), one(100, 2))).toBe(0.01);
    expect(maxDifference(one(0, 0), one(0, 0))).toBe(0);
  });

  test("is infinite or NaN, never small, where they cannot be compared", () => {
    expect(maxDifference(one(1), one(1, 2))).toBe(Number.POSITIVE_INFINITY);
    expect(maxDifference(one(1), {})).toBe(Number.POSITIVE_INFINITY);
    expect(maxDifference(one(Number.NaN), one(1))).toBeNaN();
    expect(maxDifference(one(1), one(Number.NaN))).toBeNaN();
  });
});
