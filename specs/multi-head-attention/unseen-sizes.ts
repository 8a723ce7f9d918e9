import { drawMultiHeadSizes, type MultiHeadSizes } from "../../reference/models/multi-head-inputs.js";
import type { Random } from "../../reference/random/random.js";

/** How many heads: one, several (more than two), or whatever is drawn, which is two as often as not. */
export const HEADS = ["any", "several", "one"] as const;

/**
 * Sizes for a layer that nobody has seen, whose heads divide the model: those that do not are judged by checks of their own.
 * Of a few cases, all may have two heads by chance, and a layer that was written for two would pass; hence the choice.
 */
export function drawUnseenSizes(random: Random, heads: (typeof HEADS)[number]): MultiHeadSizes {
  for (;;) {
    const sizes = drawMultiHeadSizes(random, false);
    if (heads === "one") return { ...sizes, S: 1 };
    if (heads === "any" || sizes.S > 2) return sizes;
  }
}
