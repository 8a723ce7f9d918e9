import type { Matrix, Vector } from "./types";

/**
 * The gradients of parameters, by name. Where the L2 norm over all their entries exceeds maxNorm, every entry is
 * scaled by maxNorm/norm; otherwise the values are the same.
 */
export function clipGradients(
  grads: Record<string, Matrix | Vector>,
  maxNorm: number,
): Record<string, Matrix | Vector> {
  throw new Error("not implemented: clipGradients");
}
