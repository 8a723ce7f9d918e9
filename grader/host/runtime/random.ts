import { uniformFloat64 } from "pure-rand/distribution/uniformFloat64";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";

let generator = xoroshiro128plus(0);

/** Starts the sequence of `Math.random` anew. */
export function seedRandom(seed: number): void {
  generator = xoroshiro128plus(seed);
}

/** Makes `Math.random` repeatable: uniform on [0, 1) with 53 bits, never constant. */
export function replaceRandom(): void {
  Math.random = random;
}

function random(): number {
  return uniformFloat64(generator);
}
