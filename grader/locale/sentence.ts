import type { Language } from "./language.js";
import { texts } from "./texts.js";

/** A key of the locale files, `<file>.<key>`, with the values that its sentence needs. */
interface Sentence {
  readonly code: string;
  readonly values: Readonly<Record<string, string | number>>;
}

/**
 * The sentence for a finding, in a language, as plain text that is not yet escaped for any sink.
 *
 * @throws Error when no locale file has the code: a text that we forgot must not reach a student as a key.
 */
export function sentence(finding: Sentence, language: Language = "en"): string {
  const all = texts();
  if (!all.exists(finding.code, { lng: "en" })) throw new Error(`no text for "${finding.code}"`);
  return all.t(finding.code, { ...finding.values, lng: language });
}
