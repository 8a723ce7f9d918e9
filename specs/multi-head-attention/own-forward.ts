import type { Attention } from "../../reference/models/scaled-dot-product-attention.js";
import { mergeHeads, splitHeads } from "../../reference/nn/heads.js";
import { linear } from "../../reference/nn/linear.js";
import type { Tensor } from "../../reference/tensor/tensor.js";
import { unlessFailed, type Answers, type Handle, type Script, type Wanted } from "../kit/index.js";
import { callAttention } from "./attention.js";
import { headsLabel, mergedLabel, weightsLabel } from "./labels.js";
import { construct, type Problem } from "./layer.js";

// What a right `forward` would make of the submission's own functions, so that a mistake in one of them is paid for
// once. The projections in and out are ours.

/** What one chain of own functions gave: merged heads `(N, T, S·P)` or heads `(N, S, T, P)`, and the weights. */
interface ChainAnswer {
  readonly heads: Wanted;
  readonly weights: Wanted;
}

/** A chain at the problem, and where something else goes in that matters: if it ignores that, it proves nothing. */
interface Chain {
  readonly merged: boolean;
  readonly here: ChainAnswer;
  readonly elsewhere: readonly ChainAnswer[];
}

/** All chains of own functions that are asked about a problem. */
export interface OwnForwardQuestion {
  readonly problem: Problem;
  readonly chains: readonly Chain[];
}

/** Queries, keys and values side by side, `(N, T, S·P)` each. */
interface Projected {
  readonly Q: Tensor;
  readonly K: Tensor;
  readonly V: Tensor;
}

function project({ params, x }: Pick<Problem, "params" | "x">): Projected {
  return { Q: linear(params.queryProj, x), K: linear(params.keyProj, x), V: linear(params.valueProj, x) };
}

/**
 * Asks the submission's own functions for what its forward should make of a problem: its attention between its own
 * `splitHeads` and `mergeHeads`, and its attention alone.
 *
 * @param other a problem of the same sizes, from which other queries, keys and values are taken
 */
export function askOwnForward(script: Script, problem: Problem, other: Problem): OwnForwardQuestion {
  const { sizes, mask, numHeads } = problem;
  const layer = construct(script, sizes);
  const split = (x: Tensor): Handle => script.call(layer, "splitHeads", x);
  const methods = ({ Q, K, V }: Projected): ChainAnswer => {
    const attention = callAttention(script, split(Q), split(K), split(V), mask);
    const merged = script.call(layer, "mergeHeads", attention.at("output"));
    return { heads: script.want(merged), weights: script.want(attention, "weights") };
  };
  const alone = ({ Q, K, V }: Projected): ChainAnswer => {
    const heads = (x: Tensor): Tensor => splitHeads(x, numHeads);
    const attention = callAttention(script, heads(Q), heads(K), heads(V), mask);
    return { heads: script.want(attention, "output"), weights: script.want(attention, "weights") };
  };
  const [here, there] = [project(problem), project(other)];
  // One token alone has all the attention, whatever its query and its key are.
  const matters = sizes.T === 1 ? (["V"] as const) : (["Q", "K", "V"] as const);
  const chain = (ask: typeof methods, merged: boolean): Chain => ({
    merged,
    here: ask(here),
    elsewhere: matters.map((name) => ask({ ...here, [name]: there[name] })),
  });
  return { problem, chains: [chain(methods, true), chain(alone, false)] };
}

/**
 * What a right forward gives that is made of the submission's own functions; one for each chain of them that works and
 * depends on queries, keys and values as far as these matter.
 */
export function ownForwards(answers: Answers, { problem, chains }: OwnForwardQuestion): Attention[] {
  const { sizes, params } = problem;
  const read = (answer: ChainAnswer, merged: boolean): Attention => {
    const heads = merged
      ? answers.tensor(answer.heads, mergedLabel("mergeHeads", sizes))
      : mergeHeads(answers.tensor(answer.heads, headsLabel("output", sizes)));
    const weights = answers.tensor(answer.weights, weightsLabel(sizes));
    return { output: linear(params.outProj, heads), weights };
  };
  return chains.flatMap(({ merged, here, elsewhere }) => {
    const own = unlessFailed(() => read(here, merged));
    const others = elsewhere.map((answer) => unlessFailed(() => read(answer, merged)));
    const matters = (other: Attention | null): boolean =>
      own !== null && other !== null && own.output.minus(other.output).maxAbs() > 1e-9;
    return own !== null && others.every(matters) ? [own] : [];
  });
}
