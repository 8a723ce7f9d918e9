import type { Tensor } from "../../reference/tensor/tensor.js";
import { addFinding, expectSame, unlessFailed, type Wanted } from "../kit/index.js";
import { callForward, construct, readSequences, wantSequences } from "./asking.js";
import { sequenceLabel } from "./labels.js";
import { NEIGHBOUR_SIZES, OTHER_SIZES } from "./neighbour.js";
import { startingStates } from "./problem.js";
import { askOn, expectDifferent, expectSameSequences, read, SIZES, type StateLaw } from "./state-laws.js";

/** Parameters that are replaced count from the next call on, and those of another network do not. */
export const followsParams: StateLaw = (ground) => {
  const { script, net, problem, other } = ground;
  // One and the same arrays each time: whoever remembers an answer by its input is seen.
  const X = script.hold(problem.X);
  const starts = startingStates(problem).map((start) => script.hold(start));
  const first = askOn(ground, net, X, starts);
  const stranger = construct(script, problem.cell, SIZES, other.params);
  const strangers = askOn(ground, stranger, X, starts);
  const beside = askOn(ground, net, X, starts);
  script.set(net, "params", { ...other.params });
  const replaced = askOn(ground, net, X, starts);
  const replacedAfresh = askOn(ground, net, problem.X, startingStates(problem));
  script.set(net, "params", { ...problem.params });
  const restored = askOn(ground, net, X, starts);
  const strangersAgain = askOn(ground, stranger, X, starts);
  return (_, answers) => {
    const of = (wanted: readonly Wanted[]): Tensor[] => read(answers, ground, wanted);
    // First of all: whoever shares parameters between networks seems to ignore, or to lose, those that are set.
    expectSameSequences(ground, of(beside), of(first), "other-network");
    expectDifferent(of(first), of(replaced), "params");
    expectSameSequences(ground, of(replaced), of(strangers), "replaced");
    expectSameSequences(ground, of(replacedAfresh), of(strangers), "replaced");
    expectSameSequences(ground, of(restored), of(first), "restored");
    expectSameSequences(ground, of(strangersAgain), of(strangers), "other-network");
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
      const again = of(neighboursAgain);
      cell.states.forEach((state, i) => {
        const label = sequenceLabel(NEIGHBOUR_SIZES, state);
        expectSame(again[i] as Tensor, once[i] as Tensor, label, "other-network");
      });
    });
  };
};
