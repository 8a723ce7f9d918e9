import type { AttentionParams } from "../../reference/models/multi-head-attention.js";
import type { Linear } from "../../reference/nn/linear.js";
import type { Random } from "../../reference/random/random.js";
import type { Tensor } from "../../reference/tensor/tensor.js";
import { expectSame, type Answers, type Script, type Wanted } from "../kit/index.js";
import { headDim, tokensLabel } from "./labels.js";
import { callProblem, type Problem } from "./layer.js";
import { take } from "./take.js";

/** A layer's output, and those of layers that compute the same by other numbers. */
export interface HeadLawQuestion {
  readonly problem: Problem;
  readonly plain: Wanted;
  readonly reordered: Wanted;
  readonly mixed: Wanted;
}

/** The features of all heads, when the heads come in another order. */
function featuresOf(order: readonly number[], P: number): number[] {
  return order.flatMap((head) => Array.from({ length: P }, (_, p) => head * P + p));
}

/** The parameters with the heads in another order, in all four layers. */
function withHeads(params: AttentionParams, order: readonly number[], P: number): AttentionParams {
  const features = featuresOf(order, P);
  const into = ({ weight, bias }: Linear): Linear => ({
    weight: take(weight, 0, features),
    bias: take(bias, 0, features),
  });
  const { queryProj, keyProj, valueProj, outProj } = params;
  return {
    queryProj: into(queryProj),
    keyProj: into(keyProj),
    valueProj: into(valueProj),
    outProj: { ...outProj, weight: take(outProj.weight, 1, features) },
  };
}

/** A matrix or vector with `times` its row `of` added to its row `to`. */
function addedRow(tensor: Tensor, to: number, of: number, times: number): Tensor {
  const width = tensor.shape[1] ?? 1;
  return tensor.map((value, offset) => {
    if (Math.floor(offset / width) !== to) return value;
    return value + times * (tensor.data[of * width + (offset % width)] ?? 0);
  });
}

function addedFeature({ weight, bias }: Linear, to: number, of: number, times: number): Linear {
  return { weight: addedRow(weight, to, of, times), bias: addedRow(bias, to, of, times) };
}

/**
 * The parameters with M applied to the queries of every head and M⁻ᵀ to its keys, which leaves all scores alone: to the
 * first feature of the queries comes `a` times the second, from the second of the keys goes `a` times the first; and the
 * first of the queries is stretched while that of the keys is shrunk.
 */
function mixed(params: AttentionParams, S: number, P: number, random: Random): AttentionParams {
  let { queryProj, keyProj } = params;
  for (let head = 0; head < S; head++) {
    const [first, second] = [head * P, head * P + 1];
    const [shear, stretch] = [random.uniform(0.5, 1), random.uniform(1.5, 2)];
    queryProj = addedFeature(queryProj, first, second, shear);
    keyProj = addedFeature(keyProj, second, first, -shear);
    queryProj = addedFeature(queryProj, first, first, stretch - 1);
    keyProj = addedFeature(keyProj, first, first, 1 / stretch - 1);
  }
  return { ...params, queryProj, keyProj };
}

/** Asks for the output of a layer of at least two features per head, and of its equals. */
export function askHeadLaws(script: Script, problem: Problem, random: Random): HeadLawQuestion {
  const { sizes, params } = problem;
  const { S } = sizes;
  const P = headDim(sizes);
  const ask = (given: AttentionParams): Wanted =>
    script.want(callProblem(script, { ...problem, params: given }), "output");
  const order = Array.from({ length: S }, (_, head) => (head + 1) % S);
  return {
    problem,
    plain: ask(params),
    reordered: ask(withHeads(params, order, P)),
    mixed: ask(mixed(params, S, P, random.fork("mixed"))),
  };
}

/**
 * Nothing where all of them are the same.
 *
 * @throws CheckFailure that says which is not: the heads are not what their features are.
 */
export function judgeHeadLaws(answers: Answers, { problem, ...asked }: HeadLawQuestion): void {
  const label = tokensLabel("output", problem.sizes);
  const plain = answers.tensor(asked.plain, label);
  const read = (wanted: Wanted): Tensor => answers.tensor(wanted, label);
  expectSame(read(asked.reordered), plain, label, "multi-head-attention.heads-reordered");
  expectSame(read(asked.mixed), plain, label, "multi-head-attention.heads-mixed");
}
