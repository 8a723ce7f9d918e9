import { compare, type ComparisonOptions } from "../../reference/gradients/tolerance.js";
import type { Tensor } from "../../reference/tensor/tensor.js";
import type { Answers } from "./answers.js";
import { indexOf, shapeText, type Label } from "./axis.js";
import { picturesOf } from "./closeness.js";
import type { CheckContext } from "./context.js";
import { CheckFailure, fail, unlessFailed } from "./failure.js";
import { describeValue } from "./look.js";
import { numberText, placeText } from "./number-text.js";
import type { Wanted } from "./script.js";

// Two ways to the same numbers differ by reordered sums (1e-15), in float32 work by 1e-6; a mistake by far more.
const SAME = { pass: 1e-5, float32: 1e-5 };

/** What two answers have in common, so that they should be the same; `check.unlike` has a sentence for each. */
export type Sameness =
  | "reordered"
  | "alone"
  | "replaced"
  | "restored"
  | "other-network"
  | "twice"
  | "earlier-cache"
  | "earlier-answer"
  | "doubled"
  | "weighted"
  | "zero-rate"
  | "proportional"
  | "step-by-step"
  | "full-batch";

/** A sameness of all assignments, or of one alone: then the key of its sentence in that assignment's own file. */
export type AnySameness = Sameness | `${string}.${string}`;

/**
 * Nothing where two answers that should be the same are.
 *
 * @param slack what is allowed on top, absolutely: where the answers are differences of larger numbers
 * @throws CheckFailure that shows where they differ most.
 */
export function expectSame(
  got: Tensor,
  expected: Tensor,
  label: Label,
  sameness: AnySameness,
  slack = 1e-12,
): void {
  const comparison = compare(got, expected, { tolerance: SAME, slack });
  if (comparison.tier !== "fail") return;
  const values = {
    what: label.what,
    where: placeText(
      label.what,
      comparison.index.map((index) => ({ index })),
    ),
    expected: numberText(comparison.expected),
    got: numberText(comparison.got),
  };
  throw new CheckFailure({
    findings: [{ code: sameness.includes(".") ? sameness : `check.unlike.${sameness}`, values }],
    pictures: picturesOf(got, expected, label),
  });
}

/**
 * Nothing where a call left what its caller owns as it was, to the bit.
 *
 * @param before what it was; a tensor of ours, or what the submission itself showed before the call
 * @throws CheckFailure that names the call and the first change.
 */
export function expectUntouched(
  answers: Answers,
  after: Wanted,
  before: Tensor | Wanted,
  label: Label,
  call: string,
): void {
  const then = "data" in before ? before : answers.anyTensor(before, label);
  const now = unlessFailed(() => answers.anyTensor(after, label));
  if (now === null) {
    const got = describeValue(answers.value(after));
    return fail("check.mutated-shape", { call, what: label.what, expected: shapeText(label.axes), got });
  }
  const changed = now.data.findIndex((value, i) => value !== then.data[i] && !Number.isNaN(value));
  if (changed < 0) return;
  fail("check.mutated", {
    call,
    what: label.what,
    where: placeText(label.what, indexOf(label.axes, changed)),
    expected: numberText(then.data[changed] ?? Number.NaN),
    got: numberText(now.data[changed] ?? Number.NaN),
  });
}

/**
 * Nothing where got is right: what only a right answer makes worth points.
 *
 * @throws CheckFailure that says so, and points to the check that judges the values.
 */
export function expectRight(
  context: CheckContext,
  got: Tensor,
  expected: Tensor,
  label: Label,
  options: ComparisonOptions = {},
): void {
  const { tier } = compare(got, expected, { slack: 1e-9, ...options });
  if (tier === "fail") fail("check.only-with-right-values", { what: label.what });
  if (tier === "float32") context.note({ code: "check.float32", values: { what: label.what } });
}
