/** An array of numbers of any depth. */
export type Nested = number | Nested[];

function sumOfSquares(value: Nested): number {
  if (typeof value === "number") {
    return value * value;
  }
  let sum = 0;
  for (const entry of value) {
    sum += sumOfSquares(entry);
  }
  return sum;
}

function scaled(value: Nested, factor: number): Nested {
  if (typeof value === "number") {
    return factor * value;
  }
  return value.map((entry) => scaled(entry, factor));
}

/** Scales all gradients by the same factor where their common L2 norm exceeds maxNorm. */
export function clipGradients(grads: Record<string, Nested>, maxNorm: number): Record<string, Nested> {
  let total = 0;
  for (const name of Object.keys(grads)) {
    total += sumOfSquares(grads[name]);
  }
  const norm = Math.sqrt(total);
  let factor = 1;
  if (norm > maxNorm) {
    factor = maxNorm / norm;
  }
  const clipped: Record<string, Nested> = {};
  for (const name of Object.keys(grads)) {
    clipped[name] = scaled(grads[name], factor);
  }
  return clipped;
}
