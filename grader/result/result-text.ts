import { orderedText } from "./ordered-text.js";
import type { Result } from "./result.js";
import { resultSchema } from "./result.schema.js";

/**
 * A result as the text of `result.json`: the same result gives the same bytes, however its objects were
 * built, since keys come in the order of the schema.
 *
 * @throws TypeError when a number is not finite and not spelled out, which JSON would turn into null.
 */
export function resultText(result: Result): string {
  return orderedText(result, resultSchema);
}
