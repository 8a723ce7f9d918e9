import { expect, test } from "vitest";
import { TOLERANCE } from "../gradients/tolerance.js";
import { drawRecurrentInputs } from "../models/recurrent-inputs.js";
import { RECURRENT_MODELS, RECURRENT_NAMES } from "../models/recurrent-model.js";
import { Random } from "../random/random.js";
import type { GoldenCase } from "./format.js";
import { maxDifference, pythonWithTorch, runOracle } from "./oracle.js";
import { recurrentRecipe } from "./recurrent-networks.js";
import { store } from "./tensors.js";

const python = pythonWithTorch();

/** Every combination of one and several examples, steps, features and units, with a starting state and without. */
function grid(): Omit<GoldenCase, "outputs">[] {
  const random = new Random("grid");
  return RECURRENT_NAMES.flatMap((name) =>
    Array.from({ length: 32 }, (_, bits) => {
      const several = (bit: number, size: number): number => (bits & (1 << bit) ? size : 1);
      const sizes = { N: several(0, 3), T: several(1, 6), D: several(2, 4), H: several(3, 5) };
      const { params, X, starts, dh } = drawRecurrentInputs(
        random.fork(`${name} ${bits}`),
        RECURRENT_MODELS[name],
        sizes,
      );
      const given = bits & 16 ? { ...params, X, ...starts, dh } : { ...params, X, dh };
      return { id: `${name} ${bits}`, description: "", inputs: store(given) };
    }),
  );
}

test.skipIf(python === undefined)(
  "PyTorch agrees to 1e-12 wherever there are one or several of each (needs the package python3-torch)",
  () => {
    const recipe = { ...recurrentRecipe, inputs: grid };
    const { print } = runOracle(recipe, python ?? "");
    expect(print.cases).toHaveLength(96);
    const misses = grid().map(({ inputs }, i) =>
      maxDifference(recipe.outputs(inputs), print.cases[i]!.outputs),
    );
    expect(Math.max(...misses)).toBeLessThanOrEqual(TOLERANCE.drift);
  },
);
