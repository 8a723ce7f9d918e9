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

/** How many columns of a terminal a line takes; Korean, Chinese and Japanese letters and emoji take two each. */
export function displayWidth(line: string): number {
  let width = 0;
  for (const { segment } of segmenter.segment(line)) width += widthOf(segment);
  return width;
}

/** A line filled up with spaces to a width in columns. */
export function padColumns(line: string, columns: number): string {
  return line + " ".repeat(Math.max(0, columns - displayWidth(line)));
}

/** Breaks a word that is wider than a line. */
function pieces(word: string, columns: number): string[] {
  const found: string[] = [];
  let piece = "";
  for (const { segment } of segmenter.segment(word)) {
    if (piece !== "" && displayWidth(piece + segment) > columns) {
      found.push(piece);
      piece = "";
    }
    piece += segment;
  }
  return [...found, piece];
}

/**
 * Breaks a text into lines of at most so many columns, at spaces where it can; its own line feeds stay.
 *
 * @param columns at least 2, the width of the widest letter
 */
export function wrapColumns(text: string, columns: number): string[] {
  return text.split("\n").flatMap((paragraph) => {
    const lines: string[] = [];
    let line = "";
    for (const word of paragraph.split(" ").flatMap((each) => pieces(each, columns))) {
      const longer = line === "" ? word : `${line} ${word}`;
      if (displayWidth(longer) <= columns) {
        line = longer;
        continue;
      }
      lines.push(line);
      line = word;
    }
    return [...lines, line];
  });
}
