import type { RecurrentSizes } from "../../reference/models/recurrent-inputs.js";
import { sequenceOf } from "../../reference/tensor/steps.js";
import { Tensor } from "../../reference/tensor/tensor.js";
import { CheckFailure, expectClose, type DeclareCheck } from "../kit/index.js";
import { callProblem, readSequences, wantSequences } from "./asking.js";
import type { Cell } from "./cell.js";
import { sequenceLabel } from "./labels.js";
import { randomProblem, type Problem } from "./problem.js";

const SIZES: RecurrentSizes = { N: 2, T: 5, D: 3, H: 4 };

/** As a bias, so much that its gate is 1 whatever comes in; its negative closes the gate. */
export const OPEN = 40;

/** What a cell does where some of its gates stand open or shut. */
export interface GateLaw {
  /** The sentence that says it. */
  readonly code: string;
  /** The biases of the gates that do not move, by name. */
  readonly biases: Readonly<Record<string, number>>;
  /** Which state it is about. */
  readonly state: "h" | "c";
  /** That state at every step: `(N, T, H)`. */
  readonly expected: (problem: Problem) => Tensor;
}

/** The problem with the biases of some gates fixed. */
function withGates(problem: Problem, biases: GateLaw["biases"]): Problem {
  const { H } = problem.sizes;
  const fixed = Object.entries(biases).map(([name, bias]) => [name, Tensor.zeros([H]).map(() => bias)]);
  return { ...problem, params: { ...problem.params, ...Object.fromEntries(fixed) } };
}

/** A state `(N, H)` that stays as it is: `(N, T, H)`. */
export function kept(state: Tensor, T: number): Tensor {
  return sequenceOf(Array.from({ length: T }, () => state));
}

/** Declares what the gates do. No constant obeys all laws of a cell, so they need no right values besides. */
export function checkGates(
  check: DeclareCheck,
  cell: Cell,
  points: number,
  gateLaws: readonly GateLaw[],
): void {
  check("gates", { points, kind: "property" }, async (context) => {
    const problem = randomProblem(context.random, cell, SIZES);
    const script = context.script();
    const asked = gateLaws.map((law) => {
      const gated = withGates(problem, law.biases);
      return { law, gated, wanted: wantSequences(script, cell, callProblem(script, gated)) };
    });
    const answers = await context.run(script);
    for (const { law, gated, wanted } of asked) {
      const at = cell.states.indexOf(law.state);
      const got = readSequences(answers, cell, wanted, SIZES)[at] as Tensor;
      try {
        // Relative to the size of a state, for some laws expect zeros.
        expectClose(context, got, law.expected(gated), sequenceLabel(SIZES, law.state), { scale: 1 });
      } catch (error) {
        if (!(error instanceof CheckFailure)) throw error;
        throw new CheckFailure({
          findings: [{ code: law.code, values: {} }, ...error.findings],
          pictures: error.pictures,
          ...(error.worst === null ? {} : { worst: error.worst }),
        });
      }
    }
  });
}
