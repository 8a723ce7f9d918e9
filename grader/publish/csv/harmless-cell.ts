import { oneLine } from "../plain-text.js";

// What a spreadsheet takes for a formula: one of these signs (also in full width) at the beginning of a cell. A
// semicolon begins a cell, too, where the machine's region separates cells by it.
const FORMULA = /(^|;)\s*(?=[=+\-@＝＋－＠])/gu;

/**
 * A text that is a text in every spreadsheet: what would begin a formula gets an apostrophe before it, which
 * spreadsheets take as "this is text". Everything that nobody sees is gone, so that nothing can stand before that sign.
 */
export function harmlessCell(text: string): string {
  return oneLine(text)
    .replaceAll(/^[\u200C\u200D]+|(?<=;)[\u200C\u200D]+/g, "")
    .replaceAll(FORMULA, "$1'");
}
