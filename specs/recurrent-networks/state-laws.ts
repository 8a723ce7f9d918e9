import type { RecurrentSizes } from "../../reference/models/recurrent-inputs.js";
import { sequenceOf, stepAt } from "../../reference/tensor/steps.js";
import type { Tensor } from "../../reference/tensor/tensor.js";
import {
  expectClose,
  expectSame,
  fail,
  orElse,
  type Answers,
  type CheckContext,
  type Given,
  type Handle,
  type Script,
  type Wanted,
} from "../kit/index.js";
import { callForward, construct, readSequences, wantSequences } from "./asking.js";
import { named, startsOf } from "./cell.js";
import { sequenceLabel } from "./labels.js";
import { movedTo, pointOf, startingStates, stepsOf, type Problem } from "./problem.js";

/** The sizes of the problems that the laws are tried on. */
export const SIZES: RecurrentSizes = { N: 2, T: 5, D: 3, H: 4 };

/** Where sequences are cut in two. */
const CUT = 2;

/** What a law puts its calls into: one network, with a problem and another one of the same sizes. */
export interface Ground {
  readonly script: Script;
  readonly net: Handle;
  readonly problem: Problem;
  readonly other: Problem;
}

/** Puts the calls of a law into the script, and gives back how to judge their answers. */
export type StateLaw = (ground: Ground) => (context: CheckContext, answers: Answers) => void;

function askOn({ script, problem }: Ground, net: Handle, X: Tensor, starts: readonly Given[]): Wanted[] {
  return wantSequences(script, problem.cell, callForward(script, net, X, starts));
}

function read(answers: Answers, { problem }: Ground, wanted: readonly Wanted[], T = SIZES.T): Tensor[] {
  return readSequences(answers, problem.cell, wanted, { ...SIZES, T });
}

function expectSameSequences(
  { problem }: Ground,
  got: readonly Tensor[],
  expected: readonly Tensor[],
  sameness: Parameters<typeof expectSame>[3],
): void {
  const T = got[0]?.shape[1] ?? SIZES.T;
  problem.cell.states.forEach((state, i) => {
    expectSame(got[i] as Tensor, expected[i] as Tensor, sequenceLabel({ ...SIZES, T }, state), sameness);
  });
}

/** Nothing where the two differ: constants obey every law. */
function expectDifferent(one: readonly Tensor[], another: readonly Tensor[], to: string): void {
  const apart = one.map((sequence, i) => sequence.minus(another[i] as Tensor).maxAbs());
  if (Math.max(...apart) < 1e-9) fail("check.indifferent", { what: "h", to });
}

/** Every starting state counts, whatever the others are. */
export const startsCount: StateLaw = (ground) => {
  const { net, problem, other } = ground;
  const names = startsOf(problem.cell);
  const whole = askOn(ground, net, problem.X, startingStates(problem));
  const moved = names.map((name) => {
    const elsewhere = movedTo(problem, name, pointOf(other, name));
    return askOn(ground, net, problem.X, startingStates(elsewhere));
  });
  return (_, answers) => {
    names.forEach((name, i) => {
      expectDifferent(read(answers, ground, whole), read(answers, ground, moved[i] ?? []), name);
    });
  };
};

/** A starting state that is left out is zero, also where another one is given. */
export const leftOutIsZero: StateLaw = (ground) => {
  const { net, problem } = ground;
  const [h0, c0] = startingStates(problem);
  const zeros = startingStates(problem).map((start) => start.scale(0));
  const cases: { given: Given[]; full: Given[] }[] = [
    { given: [], full: zeros },
    { given: zeros.map(() => undefined), full: zeros },
  ];
  if (c0 !== undefined) {
    cases.push({ given: [h0], full: [h0, zeros[1]] }, { given: [undefined, c0], full: [zeros[0], c0] });
  }
  const asked = cases.map(({ given, full }) => ({
    got: askOn(ground, net, problem.X, given),
    expected: askOn(ground, net, problem.X, full),
  }));
  return (_, answers) => {
    for (const { got, expected } of asked) {
      const [left, given] = [read(answers, ground, got), read(answers, ground, expected)];
      expectSameSequences(ground, left, given, "recurrent-networks.left-out");
    }
  };
};

/** A sequence cut in two is the whole one, where the second part starts from what the first one ended with. */
export const carriesOn: StateLaw = (ground) => {
  const { script, net, problem } = ground;
  const { cell, X } = problem;
  const starts = startingStates(problem);
  const [first, second] = [stepsOf(X, 0, CUT), stepsOf(X, CUT, SIZES.T)];
  const whole = askOn(ground, net, X, starts);
  const result = callForward(script, net, first, starts);
  const head = wantSequences(script, cell, result);
  const carried = cell.states.map((state) =>
    Array.from({ length: SIZES.N }, (_, n) => result.at(state, String(n), String(CUT - 1))),
  );
  const tail = askOn(ground, net, second, carried);
  // Rows that the submission gave may be typed arrays, and need not be taken back.
  const right = cell.run(problem).states;
  const halfway = cell.states.map((state) => stepAt(named(right, state), CUT - 1));
  const fromRight = askOn(ground, net, second, halfway);
  return (context, answers) => {
    const rest = SIZES.T - CUT;
    const all = read(answers, ground, whole);
    const [before, after] = [
      all.map((one) => stepsOf(one, 0, CUT)),
      all.map((one) => stepsOf(one, CUT, SIZES.T)),
    ];
    expectSameSequences(ground, read(answers, ground, head, CUT), before, "recurrent-networks.prefix");
    orElse(
      () => {
        const got = read(answers, ground, fromRight, rest);
        cell.states.forEach((state, i) => {
          const expected = stepsOf(named(right, state), CUT, SIZES.T);
          expectClose(context, got[i] as Tensor, expected, sequenceLabel({ ...SIZES, T: rest }, state));
        });
      },
      () =>
        expectSameSequences(ground, read(answers, ground, tail, rest), after, "recurrent-networks.carried"),
    );
  };
};

/** Later inputs change later steps only. */
export const knowsNoFuture: StateLaw = (ground) => {
  const { net, problem, other } = ground;
  const starts = startingStates(problem);
  const whole = askOn(ground, net, problem.X, starts);
  const steps = Array.from({ length: SIZES.T }, (_, t) => stepAt(t < CUT ? problem.X : other.X, t));
  const changed = askOn(ground, net, sequenceOf(steps), starts);
  return (_, answers) => {
    const [one, another] = [read(answers, ground, whole), read(answers, ground, changed)];
    expectDifferent(one, another, "X");
    const begin = (sequences: readonly Tensor[]): Tensor[] => sequences.map((each) => stepsOf(each, 0, CUT));
    expectSameSequences(ground, begin(another), begin(one), "recurrent-networks.future");
  };
};

/** Parameters that are replaced count from the next call on, and those of another network do not. */
export const followsParams: StateLaw = (ground) => {
  const { script, net, problem, other } = ground;
  const { X } = problem;
  const starts = startingStates(problem);
  const stranger = construct(script, problem.cell, SIZES, other.params);
  const first = askOn(ground, net, X, starts);
  const strangers = askOn(ground, stranger, X, starts);
  script.set(net, "params", { ...other.params });
  const replaced = askOn(ground, net, X, starts);
  script.set(net, "params", { ...problem.params });
  const restored = askOn(ground, net, X, starts);
  const strangersAgain = askOn(ground, stranger, X, starts);
  return (_, answers) => {
    const of = (wanted: readonly Wanted[]): Tensor[] => read(answers, ground, wanted);
    expectDifferent(of(first), of(replaced), "params");
    expectSameSequences(ground, of(replaced), of(strangers), "replaced");
    expectSameSequences(ground, of(restored), of(first), "restored");
    expectSameSequences(ground, of(strangersAgain), of(strangers), "other-network");
  };
};
