import { terminalLanguage } from "../../locale/language.js";
import { sentence } from "../../locale/sentence.js";

/** A sentence of `ci.json` in the terminal's language. */
export function sayCi(key: string, values: Record<string, string | number> = {}): string {
  return sentence({ code: `ci.${key}`, values }, terminalLanguage());
}
