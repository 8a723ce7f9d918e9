import type { RecurrentSizes } from "../../reference/models/recurrent-inputs.js";
import { stepAt } from "../../reference/tensor/steps.js";
import type { Tensor } from "../../reference/tensor/tensor.js";
import {
  expectClose,
  fail,
  unlessFailed,
  type DeclareCheck,
  type Handle,
  type Wanted,
} from "../kit/index.js";
import { callStep, construct, readStates } from "./asking.js";
import { named, paramsOf, type Cell } from "./cell.js";
import { EDGES, golden, ORDINARY } from "./goldens.js";
import { stateLabel, tensorLabel } from "./labels.js";
import { randomProblem, startingStates, type Problem } from "./problem.js";

/** Declares that new networks start with parameters of the right names and shapes, each with its own. */
export function checkParams(check: DeclareCheck, cell: Cell, points: number): void {
  check("params", { points, kind: "shape" }, async (context) => {
    const sizes: RecurrentSizes = { N: 1, T: 1, D: 5, H: 4 };
    const script = context.script();
    const [net, other] = [construct(script, cell, sizes), construct(script, cell, sizes)];
    const want = (on: Handle): Wanted[] => cell.paramNames.map((name) => script.want(on, "params", name));
    const [first, second] = [want(net), want(other)];
    // A mark in the one must not show up in the other; frozen arrays take none, and share none that could change.
    for (const name of cell.paramNames) {
      const entries = net.at("params", name);
      script.set(tensorLabel(name, sizes).axes.length === 2 ? entries.at("0") : entries, "0", 77);
    }
    const after = want(other);
    const answers = await context.run(script);

    if (!context.exports.includes(cell.name)) {
      context.note({ code: "check.default-export", values: { name: cell.name } });
    }
    const read = (wanted: readonly Wanted[], i: number): Tensor =>
      answers.tensor(wanted[i] as Wanted, tensorLabel(cell.paramNames[i] ?? "", sizes));
    const weights = cell.paramNames.flatMap((name, i) => {
      const [mine, theirs] = [read(first, i), read(second, i)];
      const now = unlessFailed(() => read(after, i));
      if (now === null || now.minus(theirs).maxAbs() !== 0) {
        fail("recurrent-networks.shared-params", { name: cell.name, what: name });
      }
      return paramsOf(cell, "W", "U").includes(name) ? [...mine.data] : [];
    });
    if (new Set(weights).size === 1) fail("recurrent-networks.all-equal", { name: cell.name });
  });
}

/**
 * Declares that one step is right: on goldens, those of the smallest sizes among them, and on what no file holds, there
 * twice on the same network from unlike states.
 */
export function checkStep(check: DeclareCheck, cell: Cell, points: number): void {
  check("step", { points, kind: "golden" }, async (context) => {
    const sizes: RecurrentSizes = { N: 3, T: 1, D: 4, H: 5 };
    const first = randomProblem(context.random, cell, sizes);
    const second = { ...randomProblem(context.random.fork("second"), cell, sizes), params: first.params };
    const cases = [...ORDINARY, ...EDGES].map((id) => golden(cell, id));
    const script = context.script();
    const ask = (net: Handle, problem: Problem): readonly Wanted[] =>
      callStep(script, cell, net, stepAt(problem.X, 0), startingStates(problem)).wanted;
    const netOf = ({ params, sizes: at }: Problem): Handle => construct(script, cell, at, params);
    const asked = cases.map(({ problem }) => ask(netOf(problem), problem));
    const net = netOf(first);
    for (const problem of [first, second]) {
      cases.push({ problem, expected: cell.run(problem) });
      asked.push(ask(net, problem));
    }
    const answers = await context.run(script);
    cases.forEach(({ problem, expected }, at) => {
      const got = readStates(answers, cell, asked[at] ?? [], problem.sizes);
      cell.states.forEach((state, i) => {
        const right = stepAt(named(expected.states, state), 0);
        expectClose(context, got[i] as Tensor, right, stateLabel(problem.sizes, `${state}'`));
      });
    });
  });
}
