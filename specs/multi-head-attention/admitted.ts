import type { AttentionInputs } from "../../reference/models/attention-inputs.js";
import type { Attention, Mask } from "../../reference/models/scaled-dot-product-attention.js";
import { Tensor } from "../../reference/tensor/tensor.js";
import { fail, numberText, type Answers, type Script } from "../kit/index.js";
import { askAttention, readAttention, type AttentionQuestion } from "./attention.js";
import { take } from "./take.js";

// A mask only leaves keys out. So whatever a submission's attention does, what a masked query gets is what it would
// get alone with the keys that it may attend to. That judges a mask apart from the scale or the softmax.

/** One query at a time, alone with the keys that a mask admits to it; asked without any mask. */
export type AdmittedQuestion = readonly {
  readonly inputs: AttentionInputs;
  readonly asked: AttentionQuestion;
}[];

/** The keys that the mask admits to a query. */
function admittedKeys(mask: Mask, query: number): number[] {
  return (mask[query] ?? []).flatMap((open, key) => (open ? [key] : []));
}

/** Asks for the attention of every query alone with its admitted keys. */
export function askAdmitted(script: Script, { Q, K, V }: AttentionInputs, mask: Mask): AdmittedQuestion {
  return mask.map((_, query) => {
    const keys = admittedKeys(mask, query);
    const inputs = { Q: take(Q, 2, [query]), K: take(K, 2, keys), V: take(V, 2, keys), mask: undefined };
    return { inputs, asked: askAttention(script, inputs) };
  });
}

/** Writes one query's part `(N, S, 1, m)` into a tensor `(N, S, Tq, columns.length or more)`. */
function place(part: Tensor, into: Tensor, query: number, columns: readonly number[]): void {
  const [rows = 1, width = 1] = into.shape.slice(2);
  part.data.forEach((value, offset) => {
    const block = Math.floor(offset / columns.length);
    into.data[(block * rows + query) * width + (columns[offset % columns.length] ?? 0)] = value;
  });
}

/**
 * The attention under the mask, put together from that of every query alone.
 *
 * @throws CheckFailure when one of the answers is missing, misshapen or not finite.
 */
export function readAdmitted(
  answers: Answers,
  question: AdmittedQuestion,
  { V }: AttentionInputs,
  mask: Mask,
): Attention {
  const [N = 0, S = 0, Tk = 0, Pv = 0] = V.shape;
  const output = Tensor.zeros([N, S, mask.length, Pv]);
  const weights = Tensor.zeros([N, S, mask.length, Tk]);
  question.forEach(({ inputs, asked }, query) => {
    const own = readAttention(answers, asked, inputs);
    place(own.weights, weights, query, admittedKeys(mask, query));
    place(
      own.output,
      output,
      query,
      Array.from({ length: Pv }, (_, feature) => feature),
    );
  });
  return { output, weights };
}

/**
 * Nothing where every masked weight `(N, S, Tq, Tk)` is exactly 0.
 *
 * @throws CheckFailure that shows the first that is not.
 */
export function expectMasked(weights: Tensor, mask: Mask): void {
  const [, S = 1, Tq = 1, Tk = 1] = weights.shape;
  const isLeak = (value: number, offset: number): boolean =>
    value !== 0 && mask[Math.floor(offset / Tk) % Tq]?.[offset % Tk] === false;
  const leaks = [...weights.data].flatMap((value, offset) => (isLeak(value, offset) ? [offset] : []));
  const [first] = leaks;
  if (first === undefined) return;
  const [n, s] = [Math.floor(first / (S * Tq * Tk)), Math.floor(first / (Tq * Tk)) % S];
  const [query, key] = [Math.floor(first / Tk) % Tq, first % Tk];
  fail("multi-head-attention.masked-weight", {
    where: `weights[${n}][${s}][${query}][${key}]`,
    mask: `mask[${query}][${key}]`,
    got: numberText(weights.data[first] ?? Number.NaN),
    count: leaks.length,
  });
}
