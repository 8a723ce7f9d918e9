/** The logistic function in two branches, so that exp never overflows. */
export function sigmoid(z: number): number {
  if (z >= 0) return 1 / (1 + Math.exp(-z));
  const e = Math.exp(z);
  return e / (1 + e);
}

/** tanh(z) = 2σ(2z) − 1. */
export function tanh(z: number): number {
  return 2 * sigmoid(2 * z) - 1;
}

export const sigmoidPrime = (z: number): number => sigmoid(z) * sigmoid(-z);
export const tanhPrime = (z: number): number => 4 * sigmoid(2 * z) * sigmoid(-2 * z);
