import { drawMultiHeadSizes, type MultiHeadSizes } from "../../reference/models/multi-head-inputs.js";
import type { Random } from "../../reference/random/random.js";

/**
 * Sizes for a layer that nobody has seen, whose heads divide the model: those that do not are judged by checks of their own.
 *
 * @param several whether more than two heads are wanted: of a few cases, all may have two by chance, and a layer that was
 *   written for two would pass.
 */
export function drawUnseenSizes(random: Random, several: boolean): MultiHeadSizes {
  for (;;) {
    const sizes = drawMultiHeadSizes(random, false);
    if (!several || sizes.S > 2) return sizes;
  }
}
