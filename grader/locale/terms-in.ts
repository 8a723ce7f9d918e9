import type { i18n } from "i18next";

/** As {@link termText}, by the texts that are given. */
export function termsIn(texts: i18n, names: string, lng: string): string {
  const written = names.split(", ").map((part) => {
    const [, word = part, index = ""] = /^([a-z][a-z -]*?)( \d+)?$/.exec(part) ?? [];
    const key = `term.${word}`;
    return texts.exists(key, { lng: "en" }) ? texts.t(key, { lng }) + index : part;
  });
  return written.join(", ");
}
