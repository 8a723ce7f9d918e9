import type { AttentionInputs } from "../../reference/models/attention-inputs.js";
import { TOLERANCE } from "../../reference/gradients/tolerance.js";
import type { Random } from "../../reference/random/random.js";
import { Tensor } from "../../reference/tensor/tensor.js";
import { expectClose, expectSame, fail, numberText } from "../kit/index.js";
import type { Answers, CheckContext, Script } from "../kit/index.js";
import { askAttention, attentionSizes, readAttention, type AttentionQuestion } from "./attention.js";
import { attentionLabels } from "./labels.js";
import { take } from "./take.js";

/** One attention, and the same with its keys reordered, shifted, and asked by queries of zeros. */
export interface RowLawQuestion {
  readonly inputs: AttentionInputs;
  readonly order: readonly number[];
  readonly plain: AttentionQuestion;
  readonly reordered: AttentionQuestion;
  readonly shifted: AttentionQuestion;
  readonly indifferent: AttentionQuestion;
}

/** Asks for all that the laws of the softmax speak of. */
export function askRowLaws(script: Script, inputs: AttentionInputs, random: Random): RowLawQuestion {
  const { Q, K, V } = inputs;
  const { Tk, P } = attentionSizes(inputs);
  const order = Array.from({ length: Tk }, (_, key) => (key + 2) % Tk);
  const shift = random.normalTensor([P]);
  return {
    inputs,
    order,
    plain: askAttention(script, inputs),
    reordered: askAttention(script, { ...inputs, K: take(K, 2, order), V: take(V, 2, order) }),
    shifted: askAttention(script, {
      ...inputs,
      K: K.map((value, offset) => value + (shift.data[offset % P] ?? 0)),
    }),
    indifferent: askAttention(script, { ...inputs, Q: Tensor.zeros(Q.shape) }),
  };
}

/** The mean of the values `(N, S, Tk, Pv)` over the keys, for each of Tq queries: `(N, S, Tq, Pv)`. */
function meanValues({ Q, V }: AttentionInputs): Tensor {
  const [N = 0, S = 0, Tk = 0, Pv = 0] = V.shape;
  const Tq = Q.shape[2] ?? 0;
  return Tensor.zeros([N, S, Tq, Pv]).map((_, offset) => {
    const [block, feature] = [Math.floor(offset / (Tq * Pv)), offset % Pv];
    let sum = 0;
    for (let key = 0; key < Tk; key++) sum += V.data[(block * Tk + key) * Pv + feature] ?? 0;
    return sum / Tk;
  });
}

/** Nothing where no weight is negative and every row `(…, Tk)` sums to 1. */
function expectRowSums(weights: Tensor): void {
  const Tk = weights.columns;
  const rows = weights.reshape([weights.data.length / Tk, Tk]).toRows();
  rows.forEach((row) => {
    const [sum, least] = [row.reduce((total, weight) => total + weight, 0), Math.min(...row)];
    if (!(Math.abs(sum - 1) <= TOLERANCE.float32)) {
      fail("multi-head-attention.row-sum", { sum: numberText(sum) });
    }
    if (!(least >= 0)) fail("multi-head-attention.negative-weight", { got: numberText(least) });
  });
}

/**
 * Nothing where the weights behave as those of a softmax over the keys do, whatever the scores are scaled by.
 *
 * @throws CheckFailure that names the law that does not hold.
 */
export function judgeRowLaws(context: CheckContext, answers: Answers, asked: RowLawQuestion): void {
  const { inputs, order } = asked;
  const labels = attentionLabels(attentionSizes(inputs));
  const plain = readAttention(answers, asked.plain, inputs);
  expectRowSums(plain.weights);
  const reordered = readAttention(answers, asked.reordered, inputs);
  const { weights, output } = labels;
  expectSame(
    reordered.weights,
    take(plain.weights, 3, order),
    weights,
    "multi-head-attention.keys-reordered",
  );
  expectSame(reordered.output, plain.output, output, "multi-head-attention.keys-reordered");
  const shifted = readAttention(answers, asked.shifted, inputs);
  expectSame(shifted.weights, plain.weights, weights, "multi-head-attention.keys-shifted");
  const indifferent = readAttention(answers, asked.indifferent, inputs);
  expectClose(context, indifferent.output, meanValues(inputs), { ...output, what: "output (Q = 0)" });
}
