import type { Value } from "../../grader/host/wire/message.js";
import type { RecurrentSizes } from "../../reference/models/recurrent-inputs.js";
import { stepAt } from "../../reference/tensor/steps.js";
import type { Tensor } from "../../reference/tensor/tensor.js";
import {
  expectSame,
  expectUntouched,
  fail,
  unlessFailed,
  type DeclareCheck,
  type Handle,
  type Label,
  type Script,
  type Wanted,
} from "../kit/index.js";
import { callForward, callStep, construct, readSequences, readStates, wantSequences } from "./asking.js";
import type { Cell } from "./cell.js";
import { sequenceLabel, stateLabel, stepInputLabel, tensorLabel } from "./labels.js";
import { randomProblem, startingStates } from "./problem.js";
import { askSequences, expectSequences } from "./sequences.js";

const SIZES: RecurrentSizes = { N: 2, T: 4, D: 3, H: 5 };

/** Something of the caller's: what it was, or looked like before, and where it is in the host. */
interface Owned {
  readonly label: Label;
  readonly before: Tensor | Wanted;
  readonly handle: Handle;
}

/** How everything that the caller owns looks after a call. */
interface After {
  readonly call: string;
  readonly looks: readonly { readonly owned: Owned; readonly now: Wanted }[];
}

function lookAt(script: Script, call: string, belongings: readonly Owned[]): After {
  return { call, looks: belongings.map((owned) => ({ owned, now: script.want(owned.handle) })) };
}

/** Nothing where params has the entries that it had: what forward keeps belongs into the cache. */
function expectSameKeys(before: Value, after: Value): void {
  if (before.kind !== "object" || after.kind !== "object") return;
  const added = [...after.entries.keys()].filter((key) => !before.entries.has(key));
  if (added.length > 0) fail("recurrent-networks.params-grew", { keys: added.join(", ") });
}

/** Declares that nothing given is changed, and that the same call twice gives the same right sequences. */
export function checkPure(check: DeclareCheck, cell: Cell, points: number): void {
  check("pure", { points, kind: "property" }, async (context) => {
    const problem = randomProblem(context.random, cell, SIZES);
    const { params, X, dh } = problem;
    const starts = startingStates(problem);
    const script = context.script();
    const net = construct(script, cell, SIZES, params);
    const own = (label: Label, value: Tensor): Owned => ({
      label,
      before: value,
      handle: script.hold(value),
    });
    // As the submission shows them: an accessor may round them to float32.
    const ownParams = cell.paramNames.map((name) => {
      const handle = net.at("params", name);
      return { label: tensorLabel(name, SIZES), before: script.want(handle), handle };
    });
    const x = own(stepInputLabel(SIZES, "x"), stepAt(X, 0));
    const states = cell.states.map((state, i) => own(stateLabel(SIZES, state), starts[i] as Tensor));
    const sequence = own(tensorLabel("X", SIZES), X);
    const begins = cell.states.map((state, i) => own(stateLabel(SIZES, `${state}0`), starts[i] as Tensor));
    const arriving = own(sequenceLabel(SIZES, "dh"), dh);

    const keys = script.want(net, "params");
    const stepFrom = states.map(({ handle }) => handle);
    const step = callStep(script, cell, net, x.handle, stepFrom);
    const afterStep = lookAt(script, `${cell.name}.step`, [x, ...states, ...ownParams]);
    const from = begins.map(({ handle }) => handle);
    const result = callForward(script, net, sequence.handle, from);
    const first = wantSequences(script, cell, result);
    const second = wantSequences(script, cell, callForward(script, net, sequence.handle, from));
    const afterForward = lookAt(script, `${cell.name}.forward`, [sequence, ...begins, ...ownParams]);
    const gradients = script.want(script.call(net, "backward", arriving.handle, result.at("cache")));
    const afterBackward = lookAt(script, `${cell.name}.backward`, [
      sequence,
      ...begins,
      arriving,
      ...ownParams,
    ]);
    const keysAfter = script.want(net, "params");
    const other = randomProblem(context.random.fork("other"), cell, SIZES);
    callStep(script, cell, net, stepAt(other.X, 0), startingStates(other));
    const stepLater = step.states.map((state) => script.want(state));
    callForward(script, net, other.X, startingStates(other));
    const later = wantSequences(script, cell, result);
    const question = askSequences(script, problem, context.random);
    const answers = await context.run(script);

    for (const { call, looks } of [afterStep, afterForward, afterBackward]) {
      for (const { owned, now } of looks) expectUntouched(answers, now, owned.before, owned.label, call);
    }
    // A step that fails has a check of its own.
    const stepped = unlessFailed(() => readStates(answers, cell, step.wanted, SIZES));
    if (stepped !== null) {
      const now = readStates(answers, cell, stepLater, SIZES);
      cell.states.forEach((state, i) => {
        const label = stateLabel(SIZES, `${state}'`);
        expectSame(now[i] as Tensor, stepped[i] as Tensor, label, "recurrent-networks.earlier-step");
      });
    }
    expectSameKeys(answers.value(keys), answers.value(keysAfter));
    const sequences = readSequences(answers, cell, first, SIZES);
    const again = readSequences(answers, cell, second, SIZES);
    const afterAnother = readSequences(answers, cell, later, SIZES);
    cell.states.forEach((state, i) => {
      const label = sequenceLabel(SIZES, state);
      expectSame(again[i] as Tensor, sequences[i] as Tensor, label, "twice");
      expectSame(afterAnother[i] as Tensor, sequences[i] as Tensor, label, "earlier-answer");
    });
    // Whatever they are: a backward that threw has left nothing alone.
    answers.value(gradients);
    expectSequences(context, answers, question, sequences);
  });
}
