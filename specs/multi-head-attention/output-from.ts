import { mergeHeads } from "../../reference/nn/heads.js";
import { linear } from "../../reference/nn/linear.js";
import { matmulEach } from "../../reference/tensor/each-matrix.js";
import type { Tensor } from "../../reference/tensor/tensor.js";
import { rightForward } from "./judge-forward.js";
import type { Problem } from "./layer.js";

/** The output `(N, T, E)` of a layer whose heads mix their values by these weights `(N, S, T, T)`. */
export function outputFrom(weights: Tensor, problem: Problem): Tensor {
  return linear(problem.params.outProj, mergeHeads(matmulEach(weights, rightForward(problem).V)));
}
