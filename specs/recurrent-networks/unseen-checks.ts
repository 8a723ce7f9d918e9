import fc from "fast-check";
import { Random } from "../../reference/random/random.js";
import { forAll, type DeclareCheck } from "../kit/index.js";
import { gradientsOf, type Cell } from "./cell.js";
import { askGradients, judgeGradients } from "./gradients.js";
import { randomProblem } from "./problem.js";
import { askSequences, judgeSequences } from "./sequences.js";

/** How many random cases: each asks for a numeric gradient of every tensor. */
const CASES = 2;

/** Declares that sequences and all gradients are right at sizes that nobody has seen. */
export function checkUnseen(check: DeclareCheck, cell: Cell, points: number): void {
  check("unseen", { points, kind: "gradient", visibility: "hidden" }, async (context) => {
    const dimension = (min: number, max: number): fc.Arbitrary<number> => fc.integer({ min, max });
    const cases = fc.record({
      N: dimension(2, 4),
      T: dimension(3, 5),
      // A single input or unit is an edge of its own, in which some mistakes do not show.
      D: dimension(2, 4),
      H: dimension(2, 4),
      seed: dimension(0, 0xffff),
    });
    await forAll(context, cases, CASES, (script, { seed, ...sizes }) => {
      const random = new Random(seed, "recurrent-networks");
      const problem = randomProblem(random, cell, sizes);
      const sequences = askSequences(script, problem, random);
      const gradients = askGradients(script, problem, random, gradientsOf(cell));
      return (answers) => {
        judgeSequences(context, answers, sequences);
        judgeGradients(context, answers, gradients);
      };
    });
  });
}
