import type { Random } from "../random/random.js";
import { Tensor } from "../tensor/tensor.js";
import type { Line } from "./line.js";
import { judge, type NumericPlan, type NumericVerdict, planLines, slopesOf, STEP } from "./numeric-plan.js";
import { type Comparison, compare } from "./tolerance.js";

/** Where to evaluate a function in order to differentiate it along a few directions. */
export interface DirectionalPlan extends NumericPlan {
  /** The directions, each of the shape of the point. */
  readonly directions: readonly Tensor[];
}

/** The derivatives of a function along the directions of a plan. */
export interface DirectionalDerivatives extends NumericVerdict {
  readonly directions: readonly Tensor[];
  /** `(m)`, one for every direction. */
  readonly derivatives: Tensor;
  /** `(m)`, an estimate of the error of each. */
  readonly error: Tensor;
}

/**
 * Plans derivatives along `m` directions with independent standard normal entries (mean 0: positive ones would
 * be blind to errors that cancel). For tensors too large to try every entry: `1 + 4m` points instead of
 * `1 + 4n`. A gradient that is off by the relative error e passes all m with probability about `(0.8τ/e)^m`.
 */
export function planDirectionalDerivatives(point: Tensor, random: Random, m = 3): DirectionalPlan {
  const directions = Array.from({ length: m }, () => random.normalTensor(point.shape));
  const lines = directions.map((direction): Line => {
    const length = Math.sqrt(direction.times(direction).sum());
    const t = (STEP * Math.max(1, point.maxAbs())) / length;
    const moved = (by: number): Tensor => point.plus(direction.scale(by));
    return {
      points: [moved(t), moved(-t), moved(t / 2), moved(-t / 2)],
      distances: [t, t, t / 2, t / 2],
    };
  });
  return { ...planLines(point, lines), directions };
}

/**
 * The derivatives along a plan's directions from the function's values at its points.
 *
 * @throws RangeError when there are not as many values as points.
 */
export function directionalDerivatives(
  plan: DirectionalPlan,
  values: readonly number[],
): DirectionalDerivatives {
  const slopes = slopesOf(plan, values);
  return {
    directions: plan.directions,
    derivatives: Tensor.vector(slopes.map(({ derivative }) => derivative)),
    error: Tensor.vector(slopes.map(({ error, noise }) => error + noise)),
    ...judge(slopes),
  };
}

/** `directionalDerivatives` of a function that can simply be called. */
export function directionalDerivativesOf(
  f: (point: Tensor) => number,
  point: Tensor,
  random: Random,
  m = 3,
): DirectionalDerivatives {
  const plan = planDirectionalDerivatives(point, random, m);
  return directionalDerivatives(plan, plan.points.map(f));
}

/**
 * Judges an analytic gradient by derivatives along directions. The tolerance is relative to the Euclidean norm
 * of the gradient, which is what a derivative along a normal direction is as large as.
 *
 * @param gradient of the shape of the point
 * @returns the comparison of the `(m)` derivatives; its index is the number of a direction
 */
export function compareAlong(gradient: Tensor, numeric: DirectionalDerivatives): Comparison {
  const predicted = Tensor.vector(numeric.directions.map((direction) => gradient.times(direction).sum()));
  const norm = Math.sqrt(gradient.times(gradient).sum());
  return compare(predicted, numeric.derivatives, {
    scale: Number.isFinite(norm) ? norm : 0,
    slack: numeric.error,
  });
}
