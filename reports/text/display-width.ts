// East Asian Width W and F (Unicode Annex 11), as the scripts and blocks that texts are made of.
const WIDE =
  /\p{Script=Hangul}|\p{Script=Han}|\p{Script=Hiragana}|\p{Script=Katakana}|\p{Emoji_Presentation}|[\u3000-\u303E\uFF01-\uFF60\uFFE0-\uFFE6]/u;
const HALFWIDTH = /[\uFF61-\uFFDC\uFFE8-\uFFEE]/u;
const EMOJI_STYLE = /\uFE0F/u;
const ZERO = /^[\p{M}\p{Cc}\p{Cf}]+$/u;

const segmenter = new Intl.Segmenter("en", { granularity: "grapheme" });

function widthOf(grapheme: string): number {
  if (ZERO.test(grapheme)) return 0;
  if (HALFWIDTH.test(grapheme)) return 1;
  return WIDE.test(grapheme) || EMOJI_STYLE.test(grapheme) ? 2 : 1;
}

// Segmenting is slow, and most texts do not need it.
const PLAIN = /^[ -~]*$/;

/** How many columns of a terminal a line takes; Korean, Chinese and Japanese letters and emoji take two each. */
export function displayWidth(line: string): number {
  if (PLAIN.test(line)) return line.length;
  let width = 0;
  for (const { segment } of segmenter.segment(line)) width += widthOf(segment);
  return width;
}

/** A line filled up with spaces to a width in columns. */
export function padColumns(line: string, columns: number): string {
  return line + " ".repeat(Math.max(0, columns - displayWidth(line)));
}

/**
 * Breaks a line after every so many columns, wherever that is, and keeps all of its spaces.
 *
 * @param columns at least 2, the width of the widest letter
 */
export function breakColumns(line: string, columns: number): string[] {
  if (displayWidth(line) <= columns) return [line];
  const pieces: string[] = [];
  let piece = "";
  let width = 0;
  for (const { segment } of segmenter.segment(line)) {
    const wider = widthOf(segment);
    if (width + wider > columns) {
      pieces.push(piece);
      [piece, width] = ["", 0];
    }
    piece += segment;
    width += wider;
  }
  return [...pieces, piece];
}

// A stretch of code between backticks holds together like a word.
const WORD = /(?:`[^`]+`|\S)+/g;

/**
 * Breaks prose into lines of at most so many columns, between words where it can; its own line feeds stay.
 *
 * @param columns at least 2, the width of the widest letter
 */
export function wrapColumns(text: string, columns: number): string[] {
  return text.split("\n").flatMap((paragraph) => {
    const lines: string[] = [];
    let line = "";
    let width = 0;
    for (const word of (paragraph.match(WORD) ?? []).flatMap((each) => breakColumns(each, columns))) {
      const wider = displayWidth(word);
      if (line !== "" && width + 1 + wider > columns) {
        lines.push(line);
        [line, width] = ["", 0];
      }
      width += line === "" ? wider : 1 + wider;
      line += line === "" ? word : ` ${word}`;
    }
    return [...lines, line];
  });
}
