import { indexAt, sameShape, showShape } from "../tensor/shape.js";
import type { TensorData } from "../tensor/tensor.js";

/**
 * All tolerances there are. They are relative to the largest entry of the expected tensor ("normwise"), since
 * a single entry can lose any number of digits to cancellation in correct work, and the tensor as a whole not.
 *
 * Measured: correct float64 work differs by 1e-15, float32 work by 4e-7, the weakest structural bug by 1e-2.
 */
export const TOLERANCE = {
  /** Right. */
  pass: 1e-6,
  /** Right, computed in float32. */
  float32: 1e-4,
  /** Goldens computed again, and the oracle against the reference. */
  drift: 1e-12,
  /** Above this, relative to the largest entry, a numeric gradient's error estimate makes it inconclusive. */
  inconclusive: 1e-4,
  /** Above this, relative to the largest entry, a jump of the slope is a kink. */
  kink: 1e-3,
  /** The largest epsilon that may stand inside a logarithm, or clip a probability. */
  epsilon: 1e-7,
} as const;

/** How closely a tensor was hit. */
type Tier = "pass" | "float32" | "fail";

/** How `compare` judges. */
export interface ComparisonOptions {
  /** Relative tolerance of the two tiers; `TOLERANCE` unless given. */
  readonly tolerance?: { readonly pass: number; readonly float32: number };
  /**
   * The least magnitude that the tolerance is relative to, for expected tensors that are zero or nearly so:
   * the size of the terms that cancelled. 0 unless given.
   */
  readonly scale?: number;
  /** What is allowed on top, absolutely: for all entries, or for each its own. 0 unless given. */
  readonly slack?: number | TensorData;
}

/** What `compare` found; the numbers belong to the worst entry. */
export interface Comparison {
  readonly tier: Tier;
  /** Whether an entry of `got` is NaN or infinite; the worst entry is then the first such. */
  readonly nonFinite: boolean;
  /** Index of the worst entry, one number per axis; empty for a scalar. */
  readonly index: readonly number[];
  readonly got: number;
  readonly expected: number;
  /** `|got − expected|`. */
  readonly miss: number;
  /** The miss up to which this entry would have been right. */
  readonly allowed: number;
}

/**
 * Judges a tensor against the expected one of the same shape: finite first, then the largest miss.
 *
 * @throws RangeError when the shapes differ (check them first), or `expected` is empty or not finite.
 */
export function compare(
  got: TensorData,
  expected: TensorData,
  { tolerance = TOLERANCE, scale = 0, slack = 0 }: ComparisonOptions = {},
): Comparison {
  if (!sameShape(got.shape, expected.shape)) {
    throw new RangeError(`compare: got ${showShape(got.shape)}, expected ${showShape(expected.shape)}`);
  }
  if (!expected.data.every(Number.isFinite))
    throw new RangeError("compare: the expected tensor is not finite");
  if (expected.data.length === 0) throw new RangeError("compare: the expected tensor is empty");
  const magnitude = expected.data.reduce((largest, value) => Math.max(largest, Math.abs(value)), scale);

  /** The comparison as the entry at `offset` alone would have it. */
  const entry = (offset: number): Comparison => {
    const value = got.data[offset] ?? Number.NaN;
    const target = expected.data[offset] ?? Number.NaN;
    const extra = typeof slack === "number" ? slack : (slack.data[offset] ?? 0);
    const miss = Math.abs(value - target);
    const within = (relative: number): boolean => miss <= relative * magnitude + extra; // false for NaN
    return {
      tier: within(tolerance.pass) ? "pass" : within(tolerance.float32) ? "float32" : "fail",
      nonFinite: !Number.isFinite(value),
      index: indexAt(offset, expected.shape),
      got: value,
      expected: target,
      miss,
      allowed: tolerance.pass * magnitude + extra,
    };
  };

  const infinite = got.data.findIndex((value) => !Number.isFinite(value));
  if (infinite >= 0) return entry(infinite);
  let worst = entry(0);
  for (let offset = 1; offset < got.data.length; offset++) {
    const next = entry(offset);
    if (next.miss - next.allowed > worst.miss - worst.allowed) worst = next;
  }
  return worst;
}

/**
 * What an epsilon up to 1e-7 inside the logarithm, or clipping there, may move a mean cross-entropy:
 * `ε·mean(1/p)`, where p is the probability of the true class.
 *
 * @param Y one-hot targets `(N, C)`
 * @param yHat probabilities `(N, C)`, those of the true classes not 0
 */
export function epsilonAllowance(Y: TensorData, yHat: TensorData): number {
  const inverses = Y.data.reduce(
    (sum, target, offset) => sum + (target && target / (yHat.data[offset] ?? 0)),
    0,
  );
  return (TOLERANCE.epsilon * inverses) / (Y.shape[0] ?? 1);
}
