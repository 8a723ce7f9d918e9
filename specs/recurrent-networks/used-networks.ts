import type { RecurrentSizes } from "../../reference/models/recurrent-inputs.js";
import type { Tensor } from "../../reference/tensor/tensor.js";
import {
  addFinding,
  expectSame,
  unlessFailed,
  type Answers,
  type AnySameness,
  type Given,
  type Handle,
  type Script,
  type Wanted,
} from "../kit/index.js";
import { callForward, construct, readSequences, wantSequences } from "./asking.js";
import { gradientsOf, type Cell } from "./cell.js";
import { tensorLabel } from "./labels.js";
import { startingStates, type Problem } from "./problem.js";

// What training does with a network: backward again and again, between which dh, params and the batch change.

/** A network that has gone forward and back with a problem, and other problems for it. */
export interface UsedNetwork {
  readonly script: Script;
  readonly net: Handle;
  readonly problem: Problem;
  /** What an earlier forward kept of the problem. */
  readonly cache: Handle;
  /** One of the same sizes, with parameters of its own. */
  readonly other: Problem;
  /** One with more examples. */
  readonly larger: Problem;
}

/** Puts the calls of a law into the script, and gives back how to judge their answers. */
type UsedLaw = (used: UsedNetwork) => (answers: Answers) => void;

/** Asks for all gradients of a call of `backward`. */
export function wantGradients(script: Script, cell: Cell, net: Handle, dh: Tensor, cache: Handle): Wanted[] {
  const result = script.call(net, "backward", dh, cache);
  return gradientsOf(cell).map((name) => script.want(result, name));
}

/**
 * The gradients that {@link wantGradients} asked for.
 *
 * @throws CheckFailure when one of them is missing, misshapen or not finite.
 */
export function readGradients(
  answers: Answers,
  cell: Cell,
  wanted: readonly Wanted[],
  sizes: RecurrentSizes,
): Tensor[] {
  return gradientsOf(cell).map((name, i) => {
    return answers.tensor(wanted[i] as Wanted, tensorLabel(name, sizes, "d"));
  });
}

/** Nothing where two answers of gradients are the same. */
export function expectSameGradients(
  { cell, sizes }: Problem,
  got: readonly Tensor[],
  expected: readonly Tensor[],
  sameness: AnySameness,
): void {
  gradientsOf(cell).forEach((name, i) => {
    expectSame(got[i] as Tensor, expected[i] as Tensor, tensorLabel(name, sizes, "d"), sameness);
  });
}

/** Once forward and back. */
interface Round {
  readonly sequences: readonly Wanted[];
  readonly gradients: readonly Wanted[];
}

function goBack(script: Script, net: Handle, { cell, dh }: Problem, result: Handle): Round {
  const sequences = wantSequences(script, cell, result);
  return { sequences, gradients: wantGradients(script, cell, net, dh, result.at("cache")) };
}

function goRound(
  script: Script,
  net: Handle,
  problem: Problem,
  starts: readonly Given[] = startingStates(problem),
): Round {
  return goBack(script, net, problem, callForward(script, net, problem.X, starts));
}

/** A round on a network that does nothing else. */
function goRoundAlone(script: Script, problem: Problem): Round {
  return goRound(script, construct(script, problem.cell, problem.sizes, problem.params), problem);
}

/**
 * Nothing where the gradients of two rounds are the same. Where their sequences are not, forward is to blame, which other
 * checks judge.
 */
function expectSameRound(
  answers: Answers,
  problem: Problem,
  got: Round,
  expected: Round,
  sameness: AnySameness,
): void {
  const { cell, sizes } = problem;
  const sequencesOf = ({ sequences }: Round): Tensor[] => readSequences(answers, cell, sequences, sizes);
  const gradientsIn = ({ gradients }: Round): Tensor[] => readGradients(answers, cell, gradients, sizes);
  const right = unlessFailed(() => ({ sequences: sequencesOf(expected), gradients: gradientsIn(expected) }));
  if (right === null) return;
  const apart = sequencesOf(got).map((one, i) => one.minus(right.sequences[i] as Tensor).maxAbs());
  if (Math.max(...apart) > 1e-5) return;
  expectSameGradients(problem, gradientsIn(got), right.gradients, sameness);
}

/** Another `dh` on a cache that `backward` has been given before. */
const goesByDh: UsedLaw = ({ script, net, problem, cache, other }) => {
  const { cell, X, sizes } = problem;
  const again = wantGradients(script, cell, net, other.dh, cache);
  const fresh = callForward(script, net, X, startingStates(problem)).at("cache");
  const alone = wantGradients(script, cell, net, other.dh, fresh);
  return (answers) => {
    const of = (wanted: readonly Wanted[]): Tensor[] => readGradients(answers, cell, wanted, sizes);
    expectSameGradients(problem, of(again), of(alone), "recurrent-networks.earlier-dh");
  };
};

/** Starting states that are left out have the gradients of zeros. */
const leftOutIsZero: UsedLaw = ({ script, net, problem }) => {
  const leftOut = goRound(script, net, problem, []);
  const zeros = goRound(
    script,
    net,
    problem,
    startingStates(problem).map((start) => start.scale(0)),
  );
  return (answers) =>
    expectSameRound(answers, problem, leftOut, zeros, "recurrent-networks.left-out-gradient");
};

/** New parameters count from the next call on, for `backward` as well. */
const followsParams: UsedLaw = ({ script, problem, other }) => {
  const net = construct(script, problem.cell, problem.sizes, problem.params);
  goRound(script, net, problem);
  script.set(net, "params", { ...other.params });
  const replaced = goRound(script, net, other);
  const alone = goRoundAlone(script, other);
  return (answers) => expectSameRound(answers, other, replaced, alone, "replaced");
};

/** A batch may have any size, whatever the last one had. */
const takesAnyBatch: UsedLaw = ({ script, problem, larger }) => {
  const net = construct(script, problem.cell, problem.sizes, larger.params);
  goRound(script, net, problem);
  const after = goRound(script, net, larger);
  const alone = goRoundAlone(script, larger);
  const finding = { code: "recurrent-networks.other-batch", values: {} };
  return (answers) => {
    addFinding(finding, () => expectSameRound(answers, larger, after, alone, "recurrent-networks.like-new"));
  };
};

/** Two networks of one size, each new and with one forward before either goes back. */
const leavesItsTwinAlone: UsedLaw = ({ script, problem, other }) => {
  const problems = [problem, other];
  const twins = problems.map((each) => {
    const net = construct(script, each.cell, each.sizes, each.params);
    return { each, net, result: callForward(script, net, each.X, startingStates(each)) };
  });
  const rounds = twins.map(({ each, net, result }) => goBack(script, net, each, result));
  const alone = problems.map((each) => goRoundAlone(script, each));
  return (answers) => {
    problems.forEach((each, i) => {
      expectSameRound(answers, each, rounds[i] as Round, alone[i] as Round, "other-network");
    });
  };
};

/** What holds for a network however it has been used. */
export const USED_LAWS: readonly UsedLaw[] = [
  goesByDh,
  leftOutIsZero,
  followsParams,
  takesAnyBatch,
  leavesItsTwinAlone,
];
