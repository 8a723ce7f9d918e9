import type { Matrix } from "../types.js";

/** Box-Muller gives normal numbers in pairs; the generator hands them out one by one. */
function* normals(): Generator<number, never> {
  for (;;) {
    const radius = Math.sqrt(-2 * Math.log(1 - Math.random()));
    const angle = 2 * Math.PI * Math.random();
    yield radius * Math.cos(angle);
    yield radius * Math.sin(angle);
  }
}

export function normalMatrix(rows: number, cols: number, std: number): Matrix {
  const source = normals();
  return Array.from({ length: rows }, () => Array.from({ length: cols }, () => std * source.next().value));
}

/** The items in a random order, drawn one after the other from those still left. */
export function drawn<T>(items: readonly T[]): T[] {
  const left = [...items];
  const out: T[] = [];
  while (left.length > 0) out.push(...left.splice(Math.floor(Math.random() * left.length), 1));
  return out;
}
