import { terminalLanguage } from "../locale/language.js";
import { sentence } from "../locale/sentence.js";

/** A sentence of `publish.json` in the language of the person at the terminal: what a UsageError says. */
export function say(key: string, values: Readonly<Record<string, string | number>> = {}): string {
  return sentence({ code: `publish.${key}`, values }, terminalLanguage());
}
