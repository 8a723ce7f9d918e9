import type { Random } from "../random/random.js";
import type { Mask } from "./masked-softmax.js";

/** The mask `(T, T)` under which a token attends to itself and to those before it. */
export function causalMask(T: number): Mask {
  return Array.from({ length: T }, (_, q) => Array.from({ length: T }, (_, k) => k <= q));
}

/**
 * A mask `(Tq, Tk)` that admits to every query a few keys of its own: between two and all but one, or one of
 * two, or the only one. Where there are several keys, it hides from some query the key of its own position, which
 * nobody may take for granted.
 */
export function drawMask(random: Random, Tq: number, Tk: number): Mask {
  const keys = Array.from({ length: Tk }, (_, k) => k);
  for (;;) {
    const mask = Array.from({ length: Tq }, () => {
      const admitted = random.integer(Math.min(2, Math.max(1, Tk - 1)), Math.max(1, Tk - 1));
      const open = new Set(random.shuffle(keys).slice(0, admitted));
      return keys.map((k) => open.has(k));
    });
    if (Tk === 1 || mask.some((row, q) => row[q] === false)) return mask;
  }
}
