import fc from "fast-check";
import type { RecurrentSizes } from "../../reference/models/recurrent-inputs.js";
import { Random } from "../../reference/random/random.js";
import { forAll, type DeclareCheck } from "../kit/index.js";
import { gradientsOf, type Cell } from "./cell.js";
import { askGradients, judgeGradients } from "./gradients.js";
import { randomProblem } from "./problem.js";
import { askRight, judgeRight } from "./right-gradients.js";
import { askSequences, judgeSequences } from "./sequences.js";

/** How many random cases: each asks for a numeric gradient of every tensor. */
const CASES = 2;

/** No two are alike, so that the one that is made as small as it can be is missed where another is taken for it. */
const SIZES: RecurrentSizes = { N: 2, T: 3, D: 4, H: 5 };

/** A single example, step, input or unit: some mistakes show there only, and others not at all. */
const EDGES: readonly RecurrentSizes[] = (["N", "T", "D", "H"] as const).map((size) => ({
  ...SIZES,
  [size]: 1,
}));

/** Declares that sequences and all gradients are right at sizes that nobody has seen, and gradients at the smallest. */
export function checkUnseen(check: DeclareCheck, cell: Cell, points: number): void {
  check("unseen", { points, kind: "gradient", visibility: "hidden" }, async (context) => {
    const dimension = (min: number, max: number): fc.Arbitrary<number> => fc.integer({ min, max });
    const cases = fc.record({
      N: dimension(2, 4),
      T: dimension(3, 5),
      D: dimension(2, 4),
      H: dimension(2, 4),
      seed: dimension(0, 0xffff),
    });
    const script = context.script();
    const edges = EDGES.map((sizes) =>
      askRight(script, randomProblem(context.random, cell, sizes), gradientsOf(cell)),
    );
    // Asked before the cases are judged, for what is asked must not depend on a verdict.
    const atEdges = await context.run(script);
    await forAll(context, cases, CASES, (each, { seed, ...sizes }) => {
      const random = new Random(seed, "recurrent-networks");
      const problem = randomProblem(random, cell, sizes);
      const sequences = askSequences(each, problem, random);
      const gradients = askGradients(each, problem, random, gradientsOf(cell));
      return (answers) => {
        judgeSequences(context, answers, sequences);
        judgeGradients(context, answers, gradients);
      };
    });
    for (const edge of edges) judgeRight(context, atEdges, edge);
  });
}
