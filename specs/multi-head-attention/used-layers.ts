import { TOLERANCE } from "../../reference/gradients/tolerance.js";
import { drawMask } from "../../reference/nn/masks.js";
import type { Random } from "../../reference/random/random.js";
import type { Tensor } from "../../reference/tensor/tensor.js";
import {
  expectSame,
  unlessFailed,
  type Answers,
  type AnySameness,
  type Handle,
  type Script,
  type Wanted,
} from "../kit/index.js";
import { gradientLabel, PLACES, readGradients, wantGradients } from "./gradient-place.js";
import { tokensLabel } from "./labels.js";
import { callForward, construct, givenParams, randomProblem, type Problem } from "./layer.js";
import { readUsed } from "./works-alone.js";

// What training does with a layer: backward again and again, between which dOutput, params and the layer change. A layer
// is compared with its own answers when it is new, so a mistake in forward costs nothing here.

const SIZES = { N: 2, T: 3, E: 6, S: 3 };
/** Other heads, of another size: what all layers have in common is not what one of them needs. */
const DIFFERENT = { N: 3, T: 4, E: 10, S: 2 };

/** Once forward and back. */
interface Round {
  readonly output: Wanted;
  readonly gradients: readonly Wanted[];
}

/** Two problems of one size, and what a new layer answers to each of them. */
interface UsedLayers {
  readonly script: Script;
  readonly problems: readonly [Problem, Problem];
  readonly alone: readonly [Round, Round];
  readonly different: Problem;
}

/** Puts the calls of a law into the script, and gives back how to judge their answers. */
type UsedLaw = (used: UsedLayers) => (answers: Answers) => void;

function layerOf(script: Script, { sizes, params }: Problem): Handle {
  return construct(script, sizes, givenParams(params));
}

function goForward(script: Script, layer: Handle, { x, mask }: Problem): Handle {
  return callForward(script, layer, x, mask);
}

function goBack(script: Script, layer: Handle, { dOutput }: Problem, result: Handle): Round {
  return { output: script.want(result, "output"), gradients: wantGradients(script, layer, dOutput, result) };
}

function goRound(script: Script, layer: Handle, problem: Problem): Round {
  return goBack(script, layer, problem, goForward(script, layer, problem));
}

/** Whether both are outputs, and the same. */
function isSameOutput(answers: Answers, a: Wanted, b: Wanted, { sizes }: Problem): boolean {
  const read = (wanted: Wanted): Tensor => answers.tensor(wanted, tokensLabel("output", sizes));
  const apart = unlessFailed(() => read(a).minus(read(b)).maxAbs());
  return apart !== null && apart < 1e-5;
}

/**
 * Nothing where the gradients of two rounds are the same. Where their outputs are not, forward is to blame, which other
 * checks judge.
 */
function expectSameRound(
  answers: Answers,
  problem: Problem,
  got: Round,
  expected: Round,
  sameness: AnySameness,
): void {
  const right = unlessFailed(() => readGradients(answers, expected.gradients, problem));
  if (right === null || !isSameOutput(answers, got.output, expected.output, problem)) return;
  // What cancels to nothing, as the key bias does, is rounding.
  const rounding = TOLERANCE.float32 * Math.max(...right.map((each) => each.maxAbs()));
  const own = readUsed(() => readGradients(answers, got.gradients, problem));
  PLACES.forEach((place, at) => {
    const one = right[at] as Tensor;
    const slack = one.maxAbs() <= rounding ? rounding : 1e-12;
    expectSame(own[at] as Tensor, one, gradientLabel(place, problem), sameness, slack);
  });
}

/** Another `dOutput` on a cache that `backward` has been given before. */
const goesByDOutput: UsedLaw = ({ script, problems: [problem, other] }) => {
  const layer = layerOf(script, problem);
  const result = goForward(script, layer, problem);
  script.call(layer, "backward", problem.dOutput, result.at("cache"));
  const moved = { ...problem, dOutput: other.dOutput };
  const again = goBack(script, layer, moved, result);
  const fresh = goRound(script, layerOf(script, problem), moved);
  return (answers) => {
    expectSameRound(answers, problem, again, fresh, "multi-head-attention.other-dOutput");
  };
};

/** New parameters count from the next forward on, for its `backward` as well. */
const followsParams: UsedLaw = ({ script, problems: [problem, other], alone }) => {
  const layer = layerOf(script, problem);
  goRound(script, layer, problem);
  script.set(layer, "params", givenParams(other.params));
  const replaced = goRound(script, layer, other);
  return (answers) => expectSameRound(answers, other, replaced, alone[1], "replaced");
};

/** Two layers of one size, each new and with one forward before either goes back; then one of other sizes. */
const leavesOthersAlone: UsedLaw = ({ script, problems, alone, different }) => {
  const forwards = problems.map((problem) => {
    const layer = layerOf(script, problem);
    return { problem, layer, result: goForward(script, layer, problem) };
  });
  const goBackAll = (): Round[] =>
    forwards.map(({ problem, layer, result }) => goBack(script, layer, problem, result));
  const beside = goBackAll();
  goRound(script, layerOf(script, different), different);
  const after = goBackAll();
  const outputs = forwards.map(({ problem, layer }) =>
    script.want(goForward(script, layer, problem), "output"),
  );
  return (answers) => {
    problems.forEach((problem, i) => {
      const expected = alone[i] as Round;
      expectSameRound(answers, problem, beside[i] as Round, expected, "other-network");
      // A forward of today would differ as well: then it is not backward that minds the other layer.
      const later = { ...(after[i] as Round), output: outputs[i] as Wanted };
      expectSameRound(answers, problem, later, expected, "other-network");
    });
  };
};

/** What holds for a layer however it has been used. */
const USED_LAWS: readonly UsedLaw[] = [goesByDOutput, followsParams, leavesOthersAlone];

/** Asks what `backward` gives on layers that have been used; gives back how to judge that. */
export function askUsedLayers(script: Script, random: Random): (answers: Answers) => void {
  const problems = [
    randomProblem(random, SIZES),
    randomProblem(random, SIZES, drawMask(random, SIZES.T, SIZES.T)),
  ] as const;
  const [problem, other] = problems;
  const alone = [
    goRound(script, layerOf(script, problem), problem),
    goRound(script, layerOf(script, other), other),
  ] as const;
  const different = randomProblem(random, DIFFERENT);
  const judges = USED_LAWS.map((law) => law({ script, problems, alone, different }));
  return (answers) => {
    for (const judge of judges) judge(answers);
  };
}
