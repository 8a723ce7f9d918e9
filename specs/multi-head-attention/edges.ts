import type { MultiHeadSizes } from "../../reference/models/multi-head-inputs.js";
import type { Random } from "../../reference/random/random.js";
import { addFinding, unlessFailed, type Answers, type CheckContext, type Script } from "../kit/index.js";
import { mindsInOutput } from "./dependence.js";
import { askLayerElsewhere, readElsewhere } from "./elsewhere.js";
import { sharedExtremeProblem } from "./extremes.js";
import { GROUPS } from "./gradient-place.js";
import { askGradients, judgeGradients, type GradientQuestion } from "./gradients.js";
import { randomProblem } from "./layer.js";

/** Sizes of which some are 1: the tokens, the examples and the features of a head, the heads, and all of them. */
export const EDGE_SIZES: readonly MultiHeadSizes[] = [
  { N: 3, T: 1, E: 6, S: 2 },
  { N: 1, T: 3, E: 4, S: 4 },
  { N: 3, T: 4, E: 5, S: 1 },
  { N: 1, T: 1, E: 1, S: 1 },
];

/** Judges at some sizes, and lets a failure name them. */
export function atSizes(sizes: MultiHeadSizes, judge: () => void): void {
  addFinding({ code: "multi-head-attention.edge-sizes", values: { ...sizes } }, judge);
}

/** The gradients at the edges of what a layer may be given. */
export interface EdgeQuestion {
  readonly small: readonly GradientQuestion[];
  readonly extreme: GradientQuestion;
}

/** Asks for gradients where sizes are 1, and where scores are huge. */
export function askEdges(script: Script, random: Random): EdgeQuestion {
  const plainSizes = { N: 2, T: 3, E: 4, S: 2 };
  const plain = askLayerElsewhere(
    script,
    randomProblem(random, plainSizes),
    randomProblem(random, plainSizes),
  );
  const small = EDGE_SIZES.map((sizes) =>
    askGradients(script, randomProblem(random, sizes), random, GROUPS, { plain }),
  );
  // Float32 knows a score of 1000 to 6e-5 only. That moves gradients by up to 1.2e-4 of the largest, over 300 seeds, and
  // 1e-3 are allowed; without numbers, or with clamped scores, they are off by far more.
  const steep = { plain, stride: 1 / 64, rounding: 10 };
  const extreme = askGradients(script, sharedExtremeProblem(random), random, GROUPS, steep);
  return { small, extreme };
}

/**
 * Nothing where the gradients are right at every edge.
 *
 * @throws CheckFailure that says at which they are not.
 */
export function judgeEdges(context: CheckContext, answers: Answers, { small, extreme }: EdgeQuestion): void {
  for (const question of small) {
    atSizes(question.problem.sizes, () => judgeGradients(context, answers, question));
  }
  const { dependence, problem } = extreme;
  const forward = unlessFailed(() => readElsewhere(answers, problem, dependence.here.here));
  // A forward without numbers has no gradient that backward could miss, and is paid for in the checks of forward.
  if (forward === null && mindsInOutput(answers, { ...dependence, here: dependence.plain })) return;
  const finding = { code: "multi-head-attention.edge-scores", values: {} };
  addFinding(finding, () => judgeGradients(context, answers, extreme));
}
