import type { PlainNumber } from "../../grader/result/picture.js";
import { shownNumber } from "../text/format-number.js";
import { heatmapAxes, heatmapLegend } from "./heatmap-axes.js";
import { colour, type Grid, gridOf, LEFT, type Panel, TOP } from "./heatmap-grid.js";
import { cross, element, type Frame, label, picture, type Svg } from "./svg.js";

const BELOW = 64;
const LEAST_WIDTH = 150;
const LONGEST_NUMBER = 6;

/** A number that fits into a cell: three digits are enough beside a colour. */
function shortNumber(value: PlainNumber): string {
  const number = Number(value);
  if (!Number.isFinite(number)) return shownNumber(value).replace("Infinity", "∞");
  const shown = shownNumber(Number(number.toPrecision(3)));
  return shown.length <= LONGEST_NUMBER ? shown : shownNumber(Number(number.toPrecision(1)));
}

function cell(value: PlainNumber, x: number, y: number, panel: Panel, grid: Grid): Svg[] {
  const { cellWidth: width, cellHeight: height } = grid;
  const share = panel.scale > 0 ? Number(value) / panel.scale : 0;
  const box = Number.isFinite(Number(value))
    ? [element("rect", { x, y, width, height, ...colour(share, panel, grid) })]
    : [];
  const [middleX, middleY] = [x + width / 2, y + height / 2];
  if (grid.numbered) {
    const at = { class: "number", x: middleX, y: middleY + 3.5, "text-anchor": "middle" };
    return [...box, label(shortNumber(value), at)];
  }
  return box.length > 0 ? box : [cross(middleX, middleY, Math.min(width, height) / 3)];
}

/** A matrix as coloured cells with named axes, a legend, and an outline around the worst entry. */
export function heatmapPanel(panel: Panel, frame: Pick<Frame, "id" | "title" | "description">): Svg {
  const { firstRow, lastRow, firstColumn, lastColumn, worst, differs } = panel.window;
  const grid = gridOf(lastRow - firstRow + 1, lastColumn - firstColumn + 1);
  const x = (column: number): number => LEFT + (column - firstColumn) * grid.cellWidth;
  const y = (row: number): number => TOP + (row - firstRow) * grid.cellHeight;
  const cells: Svg[] = [];
  for (let row = firstRow; row <= lastRow; row++) {
    for (let column = firstColumn; column <= lastColumn; column++) {
      const value = panel.values[row * panel.columns + column] ?? "NaN";
      cells.push(...cell(value, x(column), y(row), panel, grid));
    }
  }
  const all = { x: LEFT, y: TOP, width: grid.width, height: grid.height };
  const outlined = { x: x(worst.column), y: y(worst.row), width: grid.cellWidth, height: grid.cellHeight };
  const size = { width: LEFT + Math.max(grid.width, LEAST_WIDTH) + 6, height: TOP + grid.height + BELOW };
  return picture({ ...frame, ...size }, [
    label(panel.name, { class: "name", x: LEFT, y: 14 }),
    element("rect", { class: "ground", ...all }),
    ...cells,
    element("rect", { class: "frame", ...all }),
    ...(differs ? [element("rect", { class: "outline", ...outlined })] : []),
    ...heatmapAxes(panel, grid),
    ...heatmapLegend(panel, grid),
  ]);
}
