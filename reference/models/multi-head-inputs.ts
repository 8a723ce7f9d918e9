import type { Linear } from "../nn/linear.js";
import type { Mask } from "../nn/masked-softmax.js";
import type { Random } from "../random/random.js";
import { Tensor } from "../tensor/tensor.js";
import type { AttentionParams } from "./multi-head-attention.js";

/** The sizes of multi-head attention: examples, tokens, model dimension, heads. */
export interface MultiHeadSizes {
  readonly N: number;
  readonly T: number;
  readonly E: number;
  readonly S: number;
}

/** A layer, what it is given, and the gradient that arrives at its output. */
export interface MultiHeadInputs {
  readonly params: AttentionParams;
  readonly numHeads: number;
  /** `(N, T, E)` */
  readonly x: Tensor;
  /** `(T, T)`; `undefined` where all is admitted */
  readonly mask: Mask | undefined;
  /** `(N, T, E)` */
  readonly dOutput: Tensor;
}

/**
 * Sizes that differ from each other and from `P = ⌊E/S⌋`, so that no axis can be mistaken for another.
 *
 * @param uneven whether S leaves a rest of E
 */
export function drawMultiHeadSizes(random: Random, uneven: boolean): MultiHeadSizes {
  const [S = 0, P = 0] = random.shuffle([2, random.integer(3, 4)]);
  const [N = 0, T = 0] = random.shuffle([3, 4, 5].filter((size) => size !== S && size !== P));
  return { N, T, E: S * P + (uneven ? 1 : 0), S };
}

/** A layer with weights that keep the scores of size about 1, whatever the sizes, and no bias near all zeros. */
export function drawMultiHead(random: Random, sizes: MultiHeadSizes, mask?: Mask): MultiHeadInputs {
  const { N, T, E, S } = sizes;
  const inner = Math.floor(E / S) * S;
  const layer = (outputs: number, inputs: number): Linear => ({
    weight: random.normalTensor([outputs, inputs], 1 / Math.sqrt(inputs)),
    bias: random.normalTensor([outputs], 0.5),
  });
  return {
    params: {
      queryProj: layer(inner, E),
      keyProj: layer(inner, E),
      valueProj: layer(inner, E),
      outProj: layer(E, inner),
    },
    numHeads: S,
    x: random.normalTensor([N, T, E]),
    mask,
    dOutput: random.normalTensor([N, T, E]),
  };
}

/**
 * A layer of two heads with one feature each, E = 3, whose scaled scores are about ±1000. The first head's
 * queries are ±40 by feature 0 of the token, its keys about ±25 by feature 1, and keys of one sign differ by so
 * little that they share the attention; in the second head the features change places. All numbers up to the
 * softmax are exact in float32 too.
 */
export function extremeMultiHead(mask?: Mask): MultiHeadInputs {
  return {
    params: {
      queryProj: {
        weight: Tensor.fromRows([
          [39, 0, 0],
          [0, -39, 0],
        ]),
        bias: Tensor.vector([1, -1]),
      },
      keyProj: {
        weight: Tensor.fromRows([
          [0, 24, 0],
          [24, 0, 0],
        ]),
        bias: Tensor.vector([1, 1]),
      },
      valueProj: {
        weight: Tensor.fromRows([
          [0.5, 0.25, 1],
          [-0.5, 1, 0.75],
        ]),
        bias: Tensor.vector([0.25, -0.5]),
      },
      outProj: {
        weight: Tensor.fromRows([
          [1, -0.5],
          [0.25, 0.75],
          [-1, 0.5],
        ]),
        bias: Tensor.vector([0.5, -0.25, 0.125]),
      },
    },
    numHeads: 2,
    x: Tensor.of([2, 5, 3], [
      [1, 1 - 1 / 1024, 0.5], [-1, 1, -0.25], [1 - 1 / 512, -1, 1], [-1 + 1 / 1024, -1 + 1 / 512, -1], [1, -1 + 1 / 1024, 0.75],
      [-1, 1 - 1 / 512, -0.5], [1 - 1 / 1024, 1, 0.25], [-1 + 1 / 512, -1, 1], [1, 1 - 1 / 1024, -0.75], [-1, -1 + 1 / 1024, 0.5],
    ].flat()), // prettier-ignore
    mask,
    dOutput: Tensor.of([2, 5, 3], [
      [0.5, -1, 0.25], [1, 0.75, -0.5], [-0.25, 1, 1], [0.75, -0.5, -1], [-1, 0.25, 0.5],
      [0.25, 0.5, -0.75], [-0.5, 1, 0.25], [1, -0.25, -1], [0.5, -0.75, 1], [-1, 0.5, 0.75],
    ].flat()), // prettier-ignore
  };
}
