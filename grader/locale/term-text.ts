import type { Language } from "./language.js";
import { termsIn } from "./terms-in.js";
import { texts } from "./texts.js";

/**
 * What an axis or a series of a result is called, in a language: `example` is 예제 in Korean, and `example 1, class 0` is
 * 예제 1, 클래스 0. What is no term of `term.json` stays as it is, such as `LSTM`.
 *
 * @param names terms, joined by commas, each with an index or without
 */
export function termText(names: string, language: Language): string {
  return termsIn(texts(), names, language);
}
