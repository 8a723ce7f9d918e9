// Control and format characters, line and paragraph separators, lone surrogates. The joiner within an emoji
// is a format character too, and is left alone there.
const INVISIBLE =
  /(?!(?<=\p{Extended_Pictographic}\uFE0F?)\u200D(?=\p{Extended_Pictographic}))[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

// More marks on one letter than any writing system needs would climb over the neighbouring lines.
const STACKED_MARKS = /(\p{M}{6})\p{M}+/gu;

function shown(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  if (character === "\n" || character === "\t") return character;
  return `⟨U+${code.toString(16).toUpperCase().padStart(4, "0")}⟩`;
}

/**
 * A text in which nothing is hidden: what would move the cursor, colour a terminal, turn the reading direction
 * or show nothing at all stands there as a visible sign, such as `⟨U+001B⟩`. Line feeds and tabs stay,
 * `\r\n` becomes a line feed, and marks stacked on one letter are limited to six.
 *
 * It is not escaped for HTML or Markdown.
 */
export function visibleText(text: string): string {
  return text.replaceAll("\r\n", "\n").replaceAll(INVISIBLE, shown).replaceAll(STACKED_MARKS, "$1");
}
