import type { Gradebook } from "./gradebook.js";
import { gradebookSchema } from "./gradebook.schema.js";
import { orderedText } from "./ordered-text.js";

/**
 * A gradebook as the text of `gradebook.json`: the same gradebook gives the same bytes.
 *
 * @throws TypeError when a number is not finite.
 */
export function gradebookText(gradebook: Gradebook): string {
  return orderedText(gradebook, gradebookSchema);
}
