import picocolors from "picocolors";
import { wrapColumns } from "../text/display-width.js";
import { stretches } from "../text/inline-code.js";
import { textBar } from "../text/text-bar.js";
import type { Tone } from "../view/tone.js";

/** How to write for one terminal. */
export interface Paint {
  columns: number;
  bold: (text: string) => string;
  dim: (text: string) => string;
  tone: Readonly<Record<Tone, (text: string) => string>>;
  /** A bar so many percent full. */
  bar: (percent: number) => string;
  /** Lines of a text, wrapped and indented, with its code coloured; the first may begin with something else. */
  prose: (text: string, indent: number, first?: string) => string[];
}

/** Beyond this a line of prose is hard to read, however wide the terminal is. */
const WIDEST = 100;
const NARROWEST = 32;
const WIDE = 60;

/**
 * @param color whether the terminal shows colours
 * @param columns its width
 */
export function paintFor(color: boolean, columns: number): Paint {
  const colors = picocolors.createColors(color);
  const width = Math.min(WIDEST, Math.max(NARROWEST, columns));
  const withCode = (line: string): string =>
    // Without colours the backticks are what tells code from prose.
    color
      ? stretches(line)
          .map(({ text, code }) => (code ? colors.cyan(text) : text))
          .join("")
      : line;
  return {
    columns: width,
    bold: colors.bold,
    dim: colors.dim,
    // Work not done yet is calm: it is what everybody starts with.
    tone: { passed: colors.green, failed: colors.red, waiting: colors.dim, fault: colors.yellow },
    bar: (percent) => {
      const bar = textBar(percent, width >= WIDE ? 20 : 8);
      const full = bar.lastIndexOf("█") + 1;
      return colors.green(bar.slice(0, full)) + colors.dim(bar.slice(full));
    },
    prose: (text, indent, first = " ".repeat(indent)) =>
      wrapColumns(text, width - indent).map(
        (line, index) => (index === 0 ? first : " ".repeat(indent)) + withCode(line),
      ),
  };
}
