import type { Finding } from "../../grader/result/index.js";
import { compare } from "../../reference/gradients/tolerance.js";
import type { AttentionGradients } from "../../reference/models/multi-head-attention.js";
import { Tensor } from "../../reference/tensor/tensor.js";
import { apartFailure, type CheckFailure, type Label } from "../kit/index.js";
import { tensorAt, type GradientPlace } from "./gradient-place.js";
import { headDim } from "./labels.js";
import type { Problem } from "./layer.js";

/** A gradient with what it should be. */
export interface Judged {
  readonly place: GradientPlace;
  readonly label: Label;
  readonly got: Tensor;
  readonly expected: Tensor;
  /** The magnitude that its rounding counts by. */
  readonly scale: number;
}

/** Gradients that were judged together, some of which are wrong, and what they are known to be wrong for. */
export interface WrongGradients {
  readonly problem: Problem;
  readonly all: readonly Judged[];
  readonly wrong: readonly Judged[];
  /** The gradients that a right `backward` gives by own parts. */
  readonly byOwnParts: readonly AttentionGradients[];
  /** Whether gradients, in the order of `all`, are together those of the own forward; null where it decides nothing. */
  readonly isOwn: ((gradients: readonly Tensor[]) => boolean) | null;
}

/** Whether a gradient equals the one expected. */
export function equals({ got, scale }: Judged, expected: Tensor): boolean {
  return compare(got, expected, { scale }).tier !== "fail";
}

/**
 * The wrong gradients, as far as they can be told from those that are only right for a wrong forward. Where the own forward
 * agrees as soon as a single one of them is another, it is that one.
 */
function culprits({ all, wrong, byOwnParts, isOwn }: WrongGradients): readonly Judged[] {
  const right = isOwn?.(all.map(({ expected }) => expected)) === true;
  if (isOwn === null || right) return wrong;
  for (const one of wrong) {
    const others = [one.expected, ...byOwnParts.map((own) => tensorAt(own, one.place))];
    for (const expected of [...others, Tensor.zeros(one.expected.shape)]) {
      if (isOwn(all.map((each) => (each === one ? expected : each.got)))) return [{ ...one, expected }];
    }
  }
  const left = wrong.filter((one) => !byOwnParts.some((own) => equals(one, tensorAt(own, one.place))));
  return left.length > 0 ? left : wrong;
}

/** The failure that compares the first gradient to blame with what it should be, and names all that are to blame. */
export function blameFailure(wrong: WrongGradients): CheckFailure {
  const { N, T, S } = wrong.problem.sizes;
  const P = headDim(wrong.problem.sizes);
  const factors = { N, T, S, P, "√P": Math.sqrt(P) };
  const blamed = culprits(wrong);
  const [first = wrong.wrong[0]] = blamed;
  if (first === undefined) throw new Error("no gradient is wrong");
  const { got, expected, label, scale } = first;
  const failure = apartFailure(got, expected, label, compare(got, expected, { scale }), factors);
  const findings: Finding[] = [];
  const what = blamed.map((one) => one.label.what).join(", ");
  if (blamed.length > 1) findings.push({ code: "multi-head-attention.all-that-differ", values: { what } });
  if (wrong.isOwn !== null) {
    findings.push({ code: "multi-head-attention.not-own-gradient", values: { what } });
  }
  return failure.adding(findings);
}
