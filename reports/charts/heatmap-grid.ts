import type { PlainNumber } from "../../grader/result/picture.js";
import type { HeatmapWindow } from "./heatmap-window.js";

/** One matrix of a heatmap. */
export interface Panel {
  name: string;
  rowAxis: string;
  columnAxis: string;
  columns: number;
  /** Row-major, the whole matrix. */
  values: readonly PlainNumber[];
  /** The size that gets the full colour; larger ones get no more. */
  scale: number;
  /** `signed` values have a colour for either sign, `positive` ones need one; an `error` has one of its own. */
  colours: "signed" | "positive" | "error";
  window: HeatmapWindow;
}

/** How large the cells of a panel are, in CSS pixels. */
export interface Grid {
  cellWidth: number;
  cellHeight: number;
  width: number;
  height: number;
  /** The cells are large enough for their numbers. */
  numbered: boolean;
}

/** Where the cells begin within a panel. */
export const LEFT = 34;
export const TOP = 24;

const MOST_WIDTH = 176;
const MOST_HEIGHT = 224;
const MOST_SIDE = 22;
const NUMBER_WIDTH = 44;
const NUMBER_HEIGHT = 24;
// A cell with a number in it is never so dark that the number cannot be read.
const FULL_UNDER_NUMBER = 0.5;

/** The cells for so many rows and columns. */
export function gridOf(rows: number, columns: number): Grid {
  const numbered = columns * NUMBER_WIDTH <= MOST_WIDTH && rows * NUMBER_HEIGHT <= MOST_HEIGHT;
  const side = Math.min(MOST_WIDTH / columns, MOST_HEIGHT / rows, MOST_SIDE);
  const cellWidth = numbered ? NUMBER_WIDTH : side;
  const cellHeight = numbered ? NUMBER_HEIGHT : side;
  return { cellWidth, cellHeight, width: cellWidth * columns, height: cellHeight * rows, numbered };
}

/** The colour for a share from -1 to 1 of the panel's scale, as attributes. */
export function colour(share: number, panel: Panel, grid: Grid): { class: string; "fill-opacity": number } {
  const bySign = share < 0 ? "negative" : "positive";
  const strength = Math.min(1, Math.abs(share));
  return {
    class: panel.colours === "error" ? "miss" : bySign,
    "fill-opacity": strength * (grid.numbered ? FULL_UNDER_NUMBER : 1),
  };
}
