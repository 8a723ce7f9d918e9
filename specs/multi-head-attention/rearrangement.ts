import { mergeHeads, splitHeads } from "../../reference/nn/heads.js";
import { Tensor } from "../../reference/tensor/tensor.js";
import { unlessFailed, type Answers, type Label, type Script, type Wanted } from "../kit/index.js";
import { headsLabel, mergedLabel } from "./labels.js";
import { construct, type Problem } from "./layer.js";

// `splitHeads` and `mergeHeads` only move numbers. Handed the numbers 0, 1, 2 …, they tell where each of them goes, and
// from then on they can be followed without asking again.

/** A method that moves the numbers of a tensor to other places. */
export type Rearrange = (tensor: Tensor) => Tensor;

/** How features are dealt out to heads, and put side by side again. */
export interface Rearrangements {
  readonly split: Rearrange;
  readonly merge: Rearrange;
}

/** What the submission's own methods did with numbers that count up from 0. */
export interface RearrangementQuestion {
  readonly problem: Problem;
  readonly split: Wanted;
  readonly merge: Wanted;
}

/** Numbers that count up, in the label's shape. */
function counted({ axes }: Label): Tensor {
  return Tensor.zeros(axes.map(({ size }) => size)).map((_, offset) => offset);
}

/** Asks the submission's own methods where they move what. */
export function askRearrangements(script: Script, problem: Problem): RearrangementQuestion {
  const { sizes } = problem;
  const layer = construct(script, sizes);
  const [merged, heads] = [counted(mergedLabel("", sizes)), counted(headsLabel("", sizes))];
  return {
    problem,
    split: script.want(script.call(layer, "splitHeads", merged)),
    merge: script.want(script.call(layer, "mergeHeads", heads)),
  };
}

/** The right ones. */
export function rightRearrangements({ numHeads }: Pick<Problem, "numHeads">): Rearrangements {
  return { split: (x) => splitHeads(x, numHeads), merge: mergeHeads };
}

/** What moves every number to where it came out; null where some number is lost or comes out twice. */
function rearrangeBy(places: Tensor): Rearrange | null {
  const isPlace = (value: number): boolean =>
    Number.isInteger(value) && value >= 0 && value < places.data.length;
  if (new Set(places.data).size < places.data.length || !places.data.every(isPlace)) return null;
  return (tensor) => places.map((from) => tensor.data[from] ?? Number.NaN);
}

/** The submission's own ones; null where they do not move all numbers to places of their own. */
export function ownRearrangements(answers: Answers, asked: RearrangementQuestion): Rearrangements | null {
  const { sizes } = asked.problem;
  const read = (wanted: Wanted, label: Label): Rearrange | null => {
    const places = unlessFailed(() => answers.tensor(wanted, label));
    return places === null ? null : rearrangeBy(places);
  };
  const split = read(asked.split, headsLabel("splitHeads", sizes));
  const merge = read(asked.merge, mergedLabel("mergeHeads", sizes));
  return split === null || merge === null ? null : { split, merge };
}
