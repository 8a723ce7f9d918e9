import { terminalLanguage } from "../../locale/language.js";
import { sentence } from "../../locale/sentence.js";

/** A sentence of `batch.json` in the terminal's language. */
export function sayBatch(key: string, values: Record<string, string | number> = {}): string {
  return sentence({ code: `batch.${key}`, values }, terminalLanguage());
}
