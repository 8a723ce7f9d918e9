type Gradient = number[] | number[][];

function isMatrix(gradient: Gradient): gradient is number[][] {
  return Array.isArray(gradient[0]);
}

export class GlobalNorm {
  #sum = 0;

  add(values: number[]): void {
    for (const value of values) this.#sum += value ** 2;
  }

  get value(): number {
    return Math.sqrt(this.#sum);
  }
}

/** Returns the same arrays where there is nothing to clip. */
export function clipGradients<G extends Record<string, Gradient>>(grads: G, maxNorm: number): G {
  const norm = new GlobalNorm();
  for (const gradient of Object.values(grads)) {
    (isMatrix(gradient) ? gradient : [gradient]).forEach((row) => norm.add(row));
  }
  if (norm.value <= maxNorm) return grads;
  const scale = maxNorm / norm.value;
  const clipped: Record<string, Gradient> = {};
  for (const [name, gradient] of Object.entries(grads)) {
    const shrink = (row: number[]): number[] => row.map((value) => value * scale);
    clipped[name] = isMatrix(gradient) ? gradient.map(shrink) : shrink(gradient);
  }
  return clipped as G;
}
