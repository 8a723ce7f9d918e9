import type { HeatmapPicture } from "../../grader/result/picture.js";

/** One cell of a matrix, by row and column. */
export interface Cell {
  row: number;
  column: number;
}

/** The rows and columns of a matrix that are drawn, first and last. */
export interface HeatmapWindow {
  firstRow: number;
  lastRow: number;
  firstColumn: number;
  lastColumn: number;
  worst: Cell;
  /** Got and expected differ at all. */
  differs: boolean;
}

/** More rows or columns would be smaller than an eye can tell apart. */
const MOST_CELLS = 40;

function around(index: number, length: number): [number, number] {
  if (length <= MOST_CELLS) return [0, length - 1];
  const first = Math.min(Math.max(0, index - MOST_CELLS / 2), length - MOST_CELLS);
  return [first, first + MOST_CELLS - 1];
}

/** The entry with the largest error; what is not a finite number is worse than any number. */
function worstCell(picture: HeatmapPicture): { worst: Cell; differs: boolean } {
  let worst = 0;
  let largest = -1;
  for (const [index, value] of picture.error.slice(0, picture.rows * picture.columns).entries()) {
    const size = Number.isFinite(Number(value)) ? Math.abs(Number(value)) : Infinity;
    if (size > largest) [worst, largest] = [index, size];
  }
  const cell = { row: Math.floor(worst / picture.columns), column: worst % picture.columns };
  return { worst: cell, differs: largest > 0 };
}

/** The part of a matrix to draw: all of it, or 40 rows and columns around the worst entry. */
export function heatmapWindow(picture: HeatmapPicture): HeatmapWindow {
  const { worst, differs } = worstCell(picture);
  const [firstRow, lastRow] = around(worst.row, picture.rows);
  const [firstColumn, lastColumn] = around(worst.column, picture.columns);
  return { firstRow, lastRow, firstColumn, lastColumn, worst, differs };
}
