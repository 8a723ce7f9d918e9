import type { AttentionParams } from "../../reference/models/multi-head-attention.js";
import { extremeMultiHead } from "../../reference/models/multi-head-inputs.js";
import type { Linear } from "../../reference/nn/linear.js";
import type { Random } from "../../reference/random/random.js";
import type { Tensor } from "../../reference/tensor/tensor.js";
import { randomProblem, type Problem } from "./layer.js";

/** Whole multiples of a unit. */
function rounded(tensor: Tensor, unit: number): Tensor {
  return tensor.map((value) => unit * Math.round(value / unit));
}

function roundedLayer({ weight, bias }: Linear, size: number): Linear {
  return { weight: rounded(weight, 1 / 4).scale(size), bias: rounded(bias, 1 / 4).scale(size) };
}

/**
 * A layer whose scaled scores go far past ±1000, where `exp` overflows. All numbers are multiples of powers of 2 and P is
 * 4, so the scores are exact in float32 as well, and its rounding cannot decide which key wins.
 */
export function extremeProblem(random: Random): Problem {
  const problem = randomProblem(random, { N: 3, T: 5, E: 8, S: 2 });
  const { queryProj, keyProj, valueProj, outProj } = problem.params;
  const params: AttentionParams = {
    queryProj: roundedLayer(queryProj, 512),
    keyProj: roundedLayer(keyProj, 1),
    valueProj,
    outProj,
  };
  return { ...problem, params, x: rounded(problem.x, 1 / 2) };
}

/**
 * A layer whose scaled scores are about ±1000, and yet no key has all of a query's attention: half of the keys share it, so
 * there is a gradient to ask for. What comes after the softmax is random, and what comes before is exact in float32 too.
 */
export function sharedExtremeProblem(random: Random): Problem {
  const { mask, params, x, numHeads } = extremeMultiHead();
  const [N = 0, T = 0, E = 0] = x.shape;
  const drawn = randomProblem(random, { N, T, E, S: numHeads });
  const { valueProj, outProj } = drawn.params;
  return { ...drawn, mask, params: { ...params, valueProj, outProj }, x };
}
