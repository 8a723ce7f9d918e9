import type { Finding, Picture, WorstEntry } from "../../grader/result/index.js";
import { compare, type Comparison, type ComparisonOptions } from "../../reference/gradients/tolerance.js";
import type { Tensor } from "../../reference/tensor/tensor.js";
import type { Label } from "./axis.js";
import type { CheckContext } from "./context.js";
import { CheckFailure } from "./failure.js";
import { heatmapsOf } from "./heatmaps.js";
import { missText, numberText, placeText, plainNumber } from "./number-text.js";
import { TIME, trajectoryOf } from "./trajectories.js";

function worstEntry(label: Label, comparison: Comparison): WorstEntry {
  return {
    what: label.what,
    axes: label.axes.map((axis, i) => ({ name: axis.name, index: comparison.index[i] ?? 0 })),
    expected: plainNumber(comparison.expected),
    got: plainNumber(comparison.got),
    miss: plainNumber(comparison.miss),
    allowed: plainNumber(comparison.allowed),
  };
}

/** What a report shows of two tensors that should be the same: in colours, and through time where they have one. */
export function picturesOf(got: Tensor, expected: Tensor, label: Label): Picture[] {
  if (expected.data.length < 2) return [];
  const steps = label.axes.find(({ name }) => name === TIME)?.size ?? 1;
  return [...heatmapsOf(got, expected, label), ...(steps > 1 ? [trajectoryOf(got, expected, label)] : [])];
}

function differs(got: Tensor, expected: Tensor, label: Label, comparison: Comparison): Finding {
  const apart = got.data.filter((value, i) => {
    return !(Math.abs(value - (expected.data[i] ?? Number.NaN)) <= comparison.allowed);
  });
  const axes = label.axes.map((axis, i) => ({ name: axis.name, index: comparison.index[i] ?? 0 }));
  const named = axes.map(({ name, index }) => `${name} ${index}`).join(", ");
  const values = {
    what: label.what,
    where: placeText(label.what, axes),
    axes: named,
    expected: numberText(comparison.expected),
    got: numberText(comparison.got),
    miss: missText(comparison.miss),
    allowed: missText(comparison.allowed),
    count: apart.length,
    total: expected.data.length,
  };
  return { code: "check.differs", values };
}

/** The one factor between all entries of got and expected, or null where there is none. */
export function constantRatio(got: Tensor, expected: Tensor): number | null {
  const top = expected.data.reduce((best, value, i, all) => {
    return Math.abs(value) > Math.abs(all[best] ?? 0) ? i : best;
  }, 0);
  const ratio = (got.data[top] ?? 0) / (expected.data[top] ?? 0);
  if (expected.data.length < 2 || !Number.isFinite(ratio) || ratio === 0) return null;
  const scaled = expected.scale(ratio);
  return got.minus(scaled).maxAbs() <= 1e-6 * scaled.maxAbs() ? ratio : null;
}

/** What a tensor is judged by, besides its numbers. */
export interface CloseOptions extends ComparisonOptions {
  /** Factors that have a name here, such as `N` for 3: tried against a constant ratio. */
  readonly factors?: Readonly<Record<string, number>>;
}

function ratioFinding(
  got: Tensor,
  expected: Tensor,
  what: string,
  factors: CloseOptions["factors"],
): Finding[] {
  const ratio = constantRatio(got, expected);
  if (ratio === null) return [];
  const named = Object.entries(factors ?? {}).find(([, factor]) => Math.abs(ratio - factor) <= 1e-6 * factor);
  const inverse = Object.entries(factors ?? {}).find(([, factor]) => Math.abs(ratio * factor - 1) <= 1e-6);
  const meaning =
    named !== undefined ? ` (= ${named[0]})` : inverse !== undefined ? ` (= 1/${inverse[0]})` : "";
  return [{ code: "check.ratio", values: { what, ratio: numberText(ratio), meaning } }];
}

/** The failure that says how far got is from expected, with the worst entry, a factor if there is one, and a picture. */
export function apartFailure(
  got: Tensor,
  expected: Tensor,
  label: Label,
  comparison: Comparison,
  factors?: CloseOptions["factors"],
): CheckFailure {
  return new CheckFailure({
    findings: [
      differs(got, expected, label, comparison),
      ...ratioFinding(got, expected, label.what, factors),
    ],
    worst: worstEntry(label, comparison),
    pictures: picturesOf(got, expected, label),
  });
}

/**
 * Nothing where got is close to expected; a note where it is only as close as float32 work can be.
 *
 * @throws CheckFailure where it is farther away than that.
 */
export function expectClose(
  context: CheckContext,
  got: Tensor,
  expected: Tensor,
  label: Label,
  options: CloseOptions = {},
): void {
  const comparison = compare(got, expected, options);
  if (comparison.tier === "pass") return;
  if (comparison.tier === "float32") {
    context.note({ code: "check.float32", values: { what: label.what } });
    return;
  }
  throw apartFailure(got, expected, label, comparison, options.factors);
}
