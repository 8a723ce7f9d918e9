/** A text with its middle left out. */
export interface ClippedText {
  head: string;
  /** How many characters are left out; 0 where the text is whole. */
  left: number;
  tail: string;
}

/**
 * Keeps the beginning and the end of a long text, where the cause and the last words stand.
 *
 * @param most how many characters (UTF-16 units) may stay
 */
export function clipText(text: string, most: number): ClippedText {
  if (text.length <= most) return { head: text, left: 0, tail: "" };
  const half = Math.floor(most / 2);
  // A pair of surrogates is one character: cutting through it would leave two that mean nothing.
  const head = text.slice(0, half).replace(/[\uD800-\uDBFF]$/, "");
  const tail = text.slice(text.length - half).replace(/^[\uDC00-\uDFFF]/, "");
  return { head, left: text.length - head.length - tail.length, tail };
}
