import type { AttentionInputs, AttentionSizes } from "../../reference/models/attention-inputs.js";
import type { Attention } from "../../reference/models/scaled-dot-product-attention.js";
import type { Tensor } from "../../reference/tensor/tensor.js";
import { expectClose, fail } from "../kit/index.js";
import type { Answers, CheckContext, Given, Handle, Script, Wanted } from "../kit/index.js";
import { attentionLabels } from "./labels.js";

/** What was asked of `scaledDotProductAttention`. */
export interface AttentionQuestion {
  readonly output: Wanted;
  readonly weights: Wanted;
}

/** `scaledDotProductAttention(Q, K, V)`, with the mask where there is one. */
export function callAttention(script: Script, Q: Given, K: Given, V: Given, mask?: Given): Handle {
  const args = mask === undefined ? [Q, K, V] : [Q, K, V, mask];
  return script.apply("scaledDotProductAttention", ...args);
}

/** Output and weights of what an attention gave. */
export function wantAttention(script: Script, result: Handle): AttentionQuestion {
  return { output: script.want(result, "output"), weights: script.want(result, "weights") };
}

/** Asks the function for output and weights. */
export function askAttention(script: Script, { Q, K, V, mask }: AttentionInputs): AttentionQuestion {
  return wantAttention(script, callAttention(script, Q, K, V, mask));
}

/** The sizes of queries, keys and values. */
export function attentionSizes({ Q, K, V }: Pick<AttentionInputs, "Q" | "K" | "V">): AttentionSizes {
  const [N = 0, S = 0, Tq = 0, P = 0] = Q.shape;
  const [Tk = 0, Pv = 0] = V.shape.slice(2);
  return { N, S, Tq, Tk: K.shape[2] ?? Tk, P, Pv };
}

/**
 * Output and weights out of the answers.
 *
 * @throws CheckFailure when one of them is missing, misshapen or not finite.
 */
export function readAttention(
  answers: Answers,
  asked: AttentionQuestion,
  inputs: Pick<AttentionInputs, "Q" | "K" | "V">,
): Attention {
  const labels = attentionLabels(attentionSizes(inputs));
  return {
    weights: answers.tensor(asked.weights, labels.weights),
    output: answers.tensor(asked.output, labels.output),
  };
}

/** Nothing where output and weights are the expected ones; the weights first, for the output follows from them. */
export function expectAttention(
  context: CheckContext,
  got: Attention,
  expected: Attention,
  inputs: Pick<AttentionInputs, "Q" | "K" | "V">,
): void {
  const labels = attentionLabels(attentionSizes(inputs));
  expectClose(context, got.weights, expected.weights, labels.weights);
  expectClose(context, got.output, expected.output, labels.output);
}

/** The same attention with other queries, other keys and other values, one at a time. */
export interface ElsewhereQuestion {
  readonly inputs: AttentionInputs;
  readonly here: AttentionQuestion;
  readonly Q: AttentionQuestion;
  readonly K: AttentionQuestion;
  readonly V: AttentionQuestion;
}

/** Asks for an attention, and for the same with other queries, keys and values. */
export function askElsewhere(
  script: Script,
  inputs: AttentionInputs,
  other: AttentionInputs,
): ElsewhereQuestion {
  return {
    inputs,
    here: askAttention(script, inputs),
    Q: askAttention(script, { ...inputs, Q: other.Q }),
    K: askAttention(script, { ...inputs, K: other.K }),
    V: askAttention(script, { ...inputs, V: other.V }),
  };
}

/** Whether two answers are the same but for rounding. */
function isSame(a: Tensor, b: Tensor): boolean {
  return a.minus(b).maxAbs() < 1e-9;
}

/**
 * Nothing where the output depends on queries, keys and values, and the weights on queries and keys: constants obey
 * every law.
 *
 * @throws CheckFailure that names what does not matter.
 */
export function expectSensitive(answers: Answers, asked: ElsewhereQuestion): void {
  const here = readAttention(answers, asked.here, asked.inputs);
  for (const to of ["Q", "K", "V"] as const) {
    const there = readAttention(answers, asked[to], asked.inputs);
    if (isSame(there.output, here.output)) fail("check.indifferent", { what: "output", to });
    if (to !== "V" && isSame(there.weights, here.weights)) fail("check.indifferent", { what: "weights", to });
  }
}
