import type { RecurrentSizes } from "../../reference/models/recurrent-inputs.js";
import type { Tensor } from "../../reference/tensor/tensor.js";
import { addFinding, fail, orElse, type DeclareCheck, type Handle, type Wanted } from "../kit/index.js";
import { callForward, construct } from "./asking.js";
import { gradientsOf, paramsOf, startsOf, type Cell } from "./cell.js";
import { openFlow } from "./flow-problems.js";
import { askGradients, judgeGradients } from "./gradients.js";
import { OTHER_SIZES, useNeighbour } from "./neighbour.js";
import { lastOnlyProblem, randomProblem, startingStates, type Problem } from "./problem.js";
import { askRight, judgeRight } from "./right-gradients.js";
import { expectSameGradients, readGradients, USED_LAWS, wantGradients } from "./used-networks.js";

const SIZES: RecurrentSizes = { N: 2, T: 5, D: 3, H: 4 };

/** A way back that is longer than whoever gives up after a few steps goes. */
const LONG: RecurrentSizes = { ...SIZES, T: 9 };

/** Longer than whoever gives up after a round number of steps goes, and small: a gradient that vanishes shows nothing. */
const VERY_LONG: RecurrentSizes = { N: 2, T: 40, D: 2, H: 3 };

/** Declares that the gradients of these names are right. */
export function checkGradients(
  check: DeclareCheck,
  cell: Cell,
  name: string,
  names: readonly string[],
  points: number,
): void {
  check(name, { points, kind: "gradient" }, async (context) => {
    // Not a stored one: what can be stored can be looked up.
    const problem = randomProblem(context.random, cell, SIZES);
    const script = context.script();
    const question = askGradients(script, problem, context.random, names);
    const answers = await context.run(script);
    judgeGradients(context, answers, question);
  });
}

/**
 * Declares that a gradient which arrives at the last step only gets all the way back: to the inputs or to the starting
 * states, each of which has a check of its own for the last piece of the way.
 */
export function checkLastStep(check: DeclareCheck, cell: Cell, points: number): void {
  check("last-step", { points, kind: "gradient" }, async (context) => {
    const problem = lastOnlyProblem(context.random, cell, LONG);
    const open = openFlow(context.random.fork("open"), cell, VERY_LONG);
    const script = context.script();
    const starts = askGradients(script, problem, context.random, startsOf(cell));
    const inputs = askGradients(script, problem, context.random, ["X"]);
    const far = askRight(script, open, ["X", ...startsOf(cell)]);
    const answers = await context.run(script);
    orElse(
      () => judgeGradients(context, answers, starts),
      () => judgeGradients(context, answers, inputs),
    );
    orElse(
      () => judgeRight(context, answers, far, startsOf(cell)),
      () => judgeRight(context, answers, far, ["X"]),
    );
  });
}

/**
 * Declares that `backward` goes by what it is given: three forwards first, their backwards after, in another order and one
 * of them twice, with the same `dh` for all, whatever a network of other sizes did in between; then with another `dh`,
 * other parameters, other batches.
 */
export function checkCaches(check: DeclareCheck, cell: Cell, points: number): void {
  check("caches", { points, kind: "property" }, async (context) => {
    const problem = randomProblem(context.random, cell, SIZES);
    const others = [1, 2].map((i) => randomProblem(context.random.fork(`batch ${i}`), cell, SIZES));
    const batches = [problem, ...others];
    const names = gradientsOf(cell);
    const script = context.script();
    const net = construct(script, cell, SIZES, problem.params);
    // Those that start from zeros have gradients with respect to that start as well.
    const ask = (batch: Problem): Handle =>
      callForward(script, net, batch.X, batch === others[1] ? [] : startingStates(batch)).at("cache");
    const gradients = (cache: Handle): Wanted[] => wantGradients(script, cell, net, problem.dh, cache);
    const apart = batches.map((batch) => gradients(ask(batch)));
    const kept = batches.map(ask);
    const cache = kept[0] as Handle;
    const late = [1, 0, 2, 1].map((i) => ({ i, wanted: gradients(kept[i] as Handle) }));
    useNeighbour(script, cell, context.random);
    const afterNeighbour = gradients(cache);
    const other = randomProblem(context.random.fork("other"), cell, SIZES);
    const larger = randomProblem(context.random.fork("larger"), cell, { ...SIZES, N: SIZES.N + 1 });
    const judges = USED_LAWS.map((law) => law({ script, net, problem, cache, other, larger }));
    const answers = await context.run(script);

    const read = (wanted: readonly Wanted[]): Tensor[] => readGradients(answers, cell, wanted, SIZES);
    const right = apart.map(read);
    const weights = paramsOf(cell, "W", "U").map((name) => names.indexOf(name));
    const moves = weights.some((at) => {
      const [one, another] = [right[0]?.[at], right[1]?.[at]];
      return one !== undefined && another !== undefined && one.minus(another).maxAbs() > 1e-9;
    });
    // Gradients that never change go by no cache at all.
    if (!moves) fail("check.indifferent", { what: "backward", to: "cache" });
    for (const { i, wanted } of late) {
      expectSameGradients(problem, read(wanted), right[i] ?? [], "recurrent-networks.earlier-cache");
    }
    addFinding(OTHER_SIZES, () => {
      expectSameGradients(problem, read(afterNeighbour), right[0] ?? [], "other-network");
    });
    for (const judge of judges) judge(answers);
  });
}
