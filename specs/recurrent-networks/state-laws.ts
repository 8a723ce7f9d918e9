import type { RecurrentSizes } from "../../reference/models/recurrent-inputs.js";
import { sequenceOf, stepAt } from "../../reference/tensor/steps.js";
import type { Tensor } from "../../reference/tensor/tensor.js";
import {
  expectClose,
  expectSame,
  fail,
  orElse,
  unlessFailed,
  type Answers,
  type AnySameness,
  type CheckContext,
  type Given,
  type Handle,
  type Script,
  type Wanted,
} from "../kit/index.js";
import { callForward, readSequences, wantSequences } from "./asking.js";
import { named, startsOf } from "./cell.js";
import { sequenceLabel } from "./labels.js";
import { movedTo, pointOf, startingStates, stepsOf, type Problem } from "./problem.js";

/** The sizes of the problems that the laws are tried on. */
export const SIZES: RecurrentSizes = { N: 2, T: 5, D: 3, H: 4 };

/** Where sequences are cut in two. */
const CUT = 2;

/** What a law puts its calls into: one network, with a problem, another one of the same sizes, and one of others. */
export interface Ground {
  readonly script: Script;
  readonly net: Handle;
  readonly problem: Problem;
  readonly other: Problem;
  /** With more examples. */
  readonly larger: Problem;
  /** For a second network, of other sizes. */
  readonly neighbour: Problem;
}

/** Puts the calls of a law into the script, and gives back how to judge their answers. */
export type StateLaw = (ground: Ground) => (context: CheckContext, answers: Answers) => void;

/** Asks a network for the sequences of some inputs. */
export function askOn(
  { script, problem }: Ground,
  net: Handle,
  X: Given,
  starts: readonly Given[],
): Wanted[] {
  return wantSequences(script, problem.cell, callForward(script, net, X, starts));
}

/** Reads the sequences that {@link askOn} asked for. */
export function read(
  answers: Answers,
  { problem }: Ground,
  wanted: readonly Wanted[],
  T: number = SIZES.T,
): Tensor[] {
  return readSequences(answers, problem.cell, wanted, { ...SIZES, T });
}

/** Nothing where two answers of sequences are the same, whatever their sizes. */
export function expectSameSequences(
  { problem }: Pick<Ground, "problem">,
  got: readonly Tensor[],
  expected: readonly Tensor[],
  sameness: AnySameness,
): void {
  problem.cell.states.forEach((state, i) => {
    const [one, another] = [got[i] as Tensor, expected[i] as Tensor];
    const [N = 0, T = 0, H = 0] = one.shape;
    expectSame(one, another, sequenceLabel({ N, T, H }, state), sameness);
  });
}

/** Nothing where the two differ: constants obey every law. */
export function expectDifferent(one: readonly Tensor[], another: readonly Tensor[], to: string): void {
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

/** Starting states of which some are left out, the same written out, and the sentence for where they differ. */
interface LeftOut {
  readonly given: readonly Given[];
  readonly full: readonly Given[];
  readonly code: `${string}.${string}`;
}

/** A starting state that is left out is zero, also where another one is given. */
export const leftOutIsZero: StateLaw = (ground) => {
  const { net, problem } = ground;
  const [h0, c0] = startingStates(problem);
  const zeros = startingStates(problem).map((start) => start.scale(0));
  const all = "recurrent-networks.left-out";
  const cases: LeftOut[] = [
    { given: [], full: zeros, code: all },
    { given: zeros.map(() => undefined), full: zeros, code: all },
  ];
  if (c0 !== undefined) {
    cases.push(
      { given: [h0], full: [h0, zeros[1]], code: "recurrent-networks.left-out-c0" },
      { given: [undefined, c0], full: [zeros[0], c0], code: "recurrent-networks.left-out-h0" },
    );
  }
  const asked = cases.map(({ given, full, code }) => ({
    code,
    got: askOn(ground, net, problem.X, given),
    expected: askOn(ground, net, problem.X, full),
  }));
  return (_, answers) => {
    for (const { got, expected, code } of asked) {
      const [left, given] = [read(answers, ground, got), read(answers, ground, expected)];
      expectSameSequences(ground, left, given, code);
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
    const expectRest = (states: readonly string[]): void => {
      const got = read(answers, ground, fromRight, rest);
      for (const state of states) {
        const expected = stepsOf(named(right, state), CUT, SIZES.T);
        const label = sequenceLabel({ ...SIZES, T: rest }, state);
        expectClose(context, got[cell.states.indexOf(state)] as Tensor, expected, label);
      }
    };
    orElse(
      () => expectRest(cell.states),
      () => {
        // Where h goes on rightly from right states, it is the states that forward gave which are no states to go on from.
        const goesOn = unlessFailed(() => (expectRest(["h"]), true)) ?? false;
        const code = goesOn ? "recurrent-networks.carried-other" : "recurrent-networks.carried";
        expectSameSequences(ground, read(answers, ground, tail, rest), after, code);
      },
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
