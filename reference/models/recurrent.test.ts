import { describe, expect, test } from "vitest";
import { numericGradientOf } from "../gradients/numeric-gradient.js";
import { compare } from "../gradients/tolerance.js";
import { drawProblem, gradientNames, lossOf, models, replaced, tensorsOf } from "./recurrent.fixture.js";

const places = models.flatMap((model) => gradientNames(model).map((name) => ({ model, name })));

describe("the gradient", () => {
  test.each(places)("of $name is Richardson's numeric gradient to 1e-9, $model.name", ({ model, name }) => {
    for (let seed = 0; seed < 5; seed++) {
      const problem = drawProblem(model, seed, [2, 4, 3, 5]);
      const numeric = numericGradientOf(
        (point) => lossOf(model, replaced(problem, name, point)),
        tensorsOf(problem)[name]!,
      );
      expect(numeric).toMatchObject({ inconclusive: false, kinks: [] });
      const tolerance = { pass: 1e-9, float32: 1e-8 };
      const comparison = compare(model.gradients(problem)[name]!, numeric.gradient, { tolerance });
      expect(comparison).toMatchObject({ tier: "pass" });
    }
  });
});
