// Control and format characters, separators of lines and paragraphs, lone surrogates. The two joiners shape letters in
// some scripts and emoji, and stay.
const UNSEEN = /(?![\n\t\u200C\u200D])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/**
 * A text without what nobody sees: no control characters but line feeds and tabs, nothing that colours a terminal or
 * turns the reading direction. `\r\n` becomes a line feed. It is not yet escaped for any format.
 */
export function plainText(text: string): string {
  return text.replaceAll("\r\n", "\n").replaceAll(UNSEEN, "");
}

/** As {@link plainText}, in one line. */
export function oneLine(text: string): string {
  return plainText(text.replaceAll(/[\r\u2028\u2029]/g, "\n")).replaceAll(/[\n\t]+/g, " ");
}
