import type { AttentionGradients } from "../../reference/models/multi-head-attention.js";
import { scaledDotProductAttentionBackward } from "../../reference/models/scaled-dot-product-attention.js";
import { linear, linearBackward } from "../../reference/nn/linear.js";
import { matmulEach } from "../../reference/tensor/each-matrix.js";
import type { Tensor } from "../../reference/tensor/tensor.js";
import { answerNumeric, unlessFailed } from "../kit/index.js";
import type { Answers, NumericEvidence, NumericQuestion, Wanted } from "../kit/index.js";
import { mindsInOutput, mindsInWeights, type Dependence } from "./dependence.js";
import { readElsewhere } from "./elsewhere.js";
import { tokensLabel } from "./labels.js";
import type { Problem } from "./layer.js";
import {
  ownRearrangements,
  rightRearrangements,
  type RearrangementQuestion,
  type Rearrangements,
} from "./rearrangement.js";

/** The gradients that a right `backward` gives by other weights `(N, S, T, T)`, or with heads dealt out otherwise. */
function gradientsBy(
  { params, x, dOutput }: Problem,
  weights: Tensor,
  { split, merge }: Rearrangements,
): AttentionGradients {
  const [Q, K, V] = [params.queryProj, params.keyProj, params.valueProj].map((layer) =>
    split(linear(layer, x)),
  ) as [Tensor, Tensor, Tensor];
  const outProj = linearBackward(params.outProj, dOutput, merge(matmulEach(weights, V)));
  const d = scaledDotProductAttentionBackward(split(outProj.x), Q, K, V, weights);
  const queryProj = linearBackward(params.queryProj, merge(d.Q), x);
  const keyProj = linearBackward(params.keyProj, merge(d.K), x);
  const valueProj = linearBackward(params.valueProj, merge(d.V), x);
  return {
    queryProj: queryProj.layer,
    keyProj: keyProj.layer,
    valueProj: valueProj.layer,
    outProj: outProj.layer,
    x: queryProj.x.plus(keyProj.x).plus(valueProj.x),
  };
}

/**
 * The gradients that a right `backward` gives by the weights that the submission's forward returned, between right heads
 * and between its own `splitHeads` and `mergeHeads`: so a mistake in one of those is paid for where it is. None where
 * the weights ignore the tokens, the queries or the keys.
 */
export function gradientsByOwnParts(
  answers: Answers,
  dependence: Dependence,
  methods: RearrangementQuestion,
): AttentionGradients[] {
  const { problem, here } = dependence.here;
  const own = unlessFailed(() => readElsewhere(answers, problem, here));
  if (own === null || !mindsInWeights(answers, dependence)) return [];
  const heads = [rightRearrangements(problem), ownRearrangements(answers, methods)];
  return heads.flatMap((each) => (each === null ? [] : [gradientsBy(problem, own.weights, each)]));
}

/**
 * The derivatives of `Σ output∘dOutput` with the submission's own output; null where there are none to judge by: where
 * the output ignores the tokens or a weight, zero gradients would be right.
 */
export function ownNumeric(
  answers: Answers,
  dependence: Dependence,
  question: NumericQuestion<Wanted>,
): NumericEvidence | null {
  const { sizes, dOutput } = dependence.here.problem;
  const objective = (output: Wanted): number =>
    answers.tensor(output, tokensLabel("output", sizes)).times(dOutput).sum();
  const numeric = answerNumeric(question, objective);
  if (numeric === null || !(numeric.largest > 1e-9)) return null;
  return mindsInOutput(answers, dependence) ? numeric : null;
}
