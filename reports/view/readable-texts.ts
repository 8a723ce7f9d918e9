import type { Language } from "../../grader/locale/language.js";
import { sentence } from "../../grader/locale/sentence.js";
import { clipText } from "../text/clip-text.js";
import { visibleText } from "../text/visible-text.js";

/**
 * A text with nothing hidden in it and no longer than it may be; what was left out is counted.
 *
 * @param most how many characters (UTF-16 units) may stay
 */
export function readableText(text: string, most: number, language: Language): string {
  const { head, left, tail } = clipText(visibleText(text), most);
  if (left === 0) return head;
  return `${head} … ${sentence({ code: "report.left-out", values: { count: left } }, language)} … ${tail}`;
}

/**
 * A value of which every text within has been changed.
 *
 * @param change is told the key that the text stands at; the items of a list have that of the list
 */
export function mapTexts<T>(value: T, change: (text: string, key: string) => string): T {
  const changed = (inner: unknown, at: string): unknown => {
    if (typeof inner === "string") return change(inner, at);
    if (Array.isArray(inner)) return inner.map((item) => changed(item, at));
    if (typeof inner !== "object" || inner === null) return inner;
    return Object.fromEntries(Object.entries(inner).map(([name, item]) => [name, changed(item, name)]));
  };
  return changed(value, "") as T;
}
