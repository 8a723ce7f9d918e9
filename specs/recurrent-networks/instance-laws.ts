import { stepAt } from "../../reference/tensor/steps.js";
import type { Tensor } from "../../reference/tensor/tensor.js";
import { addFinding, expectSame, unlessFailed, type Handle, type Wanted } from "../kit/index.js";
import { callForward, callStep, construct, readSequences, readStates, wantSequences } from "./asking.js";
import { startsOf } from "./cell.js";
import { stateLabel, tensorLabel } from "./labels.js";
import { NEIGHBOUR_SIZES, OTHER_SIZES } from "./neighbour.js";
import { startingStates } from "./problem.js";
import { askOn, expectDifferent, expectSameSequences, read, SIZES, type StateLaw } from "./state-laws.js";

/** Parameters that are replaced count from the next call on, and those of another network do not. */
export const followsParams: StateLaw = (ground) => {
  const { script, net, problem, other } = ground;
  const { cell, X } = problem;
  const ask = (on: Handle): Wanted[] => askOn(ground, on, X, startingStates(problem));
  const step = (on: Handle): readonly Wanted[] =>
    callStep(script, cell, on, stepAt(X, 0), startingStates(problem)).wanted;
  const stranger = construct(script, cell, SIZES, other.params);
  const first = ask(net);
  step(net);
  const [strangers, strangersStep] = [ask(stranger), step(stranger)];
  const beside = ask(net);
  script.set(net, "params", { ...other.params });
  const [replaced, replacedStep] = [ask(net), step(net)];
  script.set(net, "params", { ...problem.params });
  const restored = ask(net);
  const strangersAgain = ask(stranger);
  return (_, answers) => {
    const of = (wanted: readonly Wanted[]): Tensor[] => read(answers, ground, wanted);
    // First of all: whoever shares parameters between networks seems to ignore, or to lose, those that are set.
    expectSameSequences(ground, of(beside), of(first), "other-network");
    expectDifferent(of(first), of(replaced), "params");
    expectSameSequences(ground, of(replaced), of(strangers), "replaced");
    expectSameSequences(ground, of(restored), of(first), "restored");
    expectSameSequences(ground, of(strangersAgain), of(strangers), "other-network");
    // A step that fails has a check of its own.
    const states = unlessFailed(() =>
      [replacedStep, strangersStep].map((wanted) => readStates(answers, cell, wanted, SIZES)),
    );
    if (states === null) return;
    cell.states.forEach((state, i) => {
      const [got, expected] = states.map((one) => one[i]);
      expectSame(got as Tensor, expected as Tensor, stateLabel(SIZES, `${state}'`), "replaced");
    });
  };
};

/** Whoever remembers an answer by its inputs, if only the last one, is seen: the same arrays come again, params do not. */
export const answersAnew: StateLaw = (ground) => {
  const { script, net, problem, other } = ground;
  const { cell, X } = problem;
  const starts = startingStates(problem);
  const [given, fromZeros] = [script.hold(X), script.hold(X)];
  const heldStarts = starts.map((start) => script.hold(start));
  const askHeld = (): Wanted[][] => [
    askOn(ground, net, given, heldStarts),
    askOn(ground, net, fromZeros, []),
  ];
  askHeld();
  script.set(net, "params", { ...other.params });
  const held = askHeld();
  script.set(net, "params", { ...problem.params });
  const stranger = construct(script, cell, SIZES, other.params);
  const right = [askOn(ground, stranger, X, starts), askOn(ground, stranger, X, [])];
  const belongings = [
    { name: "X", before: X, now: script.want(given) },
    ...startsOf(cell).map((name, i) => {
      return { name, before: starts[i] as Tensor, now: script.want(heldStarts[i] as Handle) };
    }),
  ];
  return (_, answers) => {
    // Whoever changes them has not been asked the same again, which is for another check to say.
    const untouched = unlessFailed(() => {
      return belongings.every(({ name, before, now }) => {
        return answers.anyTensor(now, tensorLabel(name, SIZES)).minus(before).maxAbs() === 0;
      });
    });
    if (untouched !== true) return;
    held.forEach((wanted, i) => {
      const [got, expected] = [wanted, right[i] ?? []].map((one) => read(answers, ground, one));
      expectSameSequences(ground, got ?? [], expected ?? [], "replaced");
    });
  };
};

/** Networks of different sizes are used in turns, and neither minds the other. */
export const besideOtherSizes: StateLaw = (ground) => {
  const { script, net, problem, neighbour } = ground;
  const { cell, X } = problem;
  const starts = startingStates(problem);
  const first = askOn(ground, net, X, starts);
  const small = construct(script, cell, NEIGHBOUR_SIZES, neighbour.params);
  const askNeighbour = (): Wanted[] =>
    wantSequences(script, cell, callForward(script, small, neighbour.X, startingStates(neighbour)));
  const neighbours = askNeighbour();
  const beside = askOn(ground, net, X, starts);
  const neighboursAgain = askNeighbour();
  return (_, answers) => {
    const alone = read(answers, ground, first);
    const of = (wanted: readonly Wanted[]): Tensor[] => readSequences(answers, cell, wanted, NEIGHBOUR_SIZES);
    // Where there are none, its sizes are as hard when nothing is beside it, and other checks judge that.
    const once = unlessFailed(() => of(neighbours));
    addFinding(OTHER_SIZES, () => {
      expectSameSequences(ground, read(answers, ground, beside), alone, "other-network");
      if (once === null) return;
      expectSameSequences({ problem: neighbour }, of(neighboursAgain), once, "other-network");
    });
  };
};

/** A batch may have any size, whatever the last one had, also where the starting states are left out. */
export const takesAnyBatch: StateLaw = ({ script, problem, larger }) => {
  const { cell, sizes, params, X } = larger;
  const [used, fresh] = [construct(script, cell, sizes, params), construct(script, cell, sizes, params)];
  callForward(script, used, problem.X, []);
  const [after, alone] = [used, fresh].map((net) => {
    return wantSequences(script, cell, callForward(script, net, X, []));
  });
  return (_, answers) => {
    const of = (wanted: readonly Wanted[] = []): Tensor[] => readSequences(answers, cell, wanted, sizes);
    const right = unlessFailed(() => of(alone));
    if (right === null) return;
    addFinding({ code: "recurrent-networks.other-batch", values: {} }, () => {
      expectSameSequences({ problem: larger }, of(after), right, "recurrent-networks.like-new");
    });
  };
};
