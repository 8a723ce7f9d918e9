import type { Tensor } from "../tensor/tensor.js";

/**
 * In how many percent of the rows the largest entry of `yHat (N, C)` is where the largest of `Y (N, C)` is:
 * a number from 0 to 100, not rounded.
 */
export function accuracy(Y: Tensor, yHat: Tensor): number {
  const truth = Y.argmaxRows(); // (N)
  const guess = yHat.argmaxRows(); // (N)
  const right = truth.filter((label, row) => label === guess[row]).length;
  return (100 * right) / truth.length;
}
