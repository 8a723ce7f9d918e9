import type { RecurrentSizes } from "../../reference/models/recurrent-inputs.js";
import type { Tensor } from "../../reference/tensor/tensor.js";
import { expectSame, fail, orElse, type DeclareCheck, type Handle, type Wanted } from "../kit/index.js";
import { callForward, construct } from "./asking.js";
import { gradientsOf, paramsOf, startsOf, type Cell } from "./cell.js";
import { askGradients, judgeGradients } from "./gradients.js";
import { tensorLabel } from "./labels.js";
import { randomProblem, startingStates, type Problem } from "./problem.js";

const SIZES: RecurrentSizes = { N: 2, T: 5, D: 3, H: 4 };

/** A way back that is longer than whoever gives up after a few steps goes. */
const LONG: RecurrentSizes = { ...SIZES, T: 9 };

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

/** The problem with a gradient that arrives at the last step only. */
function withLastOnly(problem: Problem): Problem {
  const { T, H } = problem.sizes;
  const isLast = (offset: number): boolean => Math.floor(offset / H) % T === T - 1;
  return { ...problem, dh: problem.dh.map((value, offset) => (isLast(offset) ? value : 0)) };
}

/**
 * Declares that a gradient which arrives at the last step only gets all the way back: to the inputs or to the starting
 * states, each of which has a check of its own for the last piece of the way.
 */
export function checkLastStep(check: DeclareCheck, cell: Cell, points: number): void {
  check("last-step", { points, kind: "gradient" }, async (context) => {
    const problem = withLastOnly(randomProblem(context.random, cell, LONG));
    const script = context.script();
    const starts = askGradients(script, problem, context.random, startsOf(cell));
    const inputs = askGradients(script, problem, context.random, ["X"]);
    const answers = await context.run(script);
    orElse(
      () => judgeGradients(context, answers, starts),
      () => judgeGradients(context, answers, inputs),
    );
  });
}

/**
 * Declares that `backward` goes by the cache it is given: three forwards first, their backwards after, in another order
 * and one of them twice, with the same `dh` for all.
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
    const gradients = (cache: Handle): Wanted[] => {
      const result = script.call(net, "backward", problem.dh, cache);
      return names.map((name) => script.want(result, name));
    };
    const apart = batches.map((batch) => gradients(ask(batch)));
    const kept = batches.map(ask);
    const late = [1, 0, 2, 1].map((i) => ({ i, wanted: gradients(kept[i] as Handle) }));
    const answers = await context.run(script);

    const read = (wanted: readonly Wanted[] | undefined): Tensor[] =>
      names.map((name, at) => answers.tensor(wanted?.[at] as Wanted, tensorLabel(name, SIZES, "d")));
    const right = apart.map(read);
    const weights = paramsOf(cell, "W", "U").map((name) => names.indexOf(name));
    const moves = weights.some((at) => {
      const [one, another] = [right[0]?.[at], right[1]?.[at]];
      return one !== undefined && another !== undefined && one.minus(another).maxAbs() > 1e-9;
    });
    // Gradients that never change go by no cache at all.
    if (!moves) fail("check.indifferent", { what: "backward", to: "cache" });
    for (const { i, wanted } of late) {
      read(wanted).forEach((gradient, at) => {
        const label = tensorLabel(names[at] ?? "", SIZES, "d");
        const expected = right[i]?.[at] ?? gradient;
        expectSame(gradient, expected, label, "recurrent-networks.earlier-cache");
      });
    }
  });
}
