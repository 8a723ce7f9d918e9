import { shownNumber } from "../text/format-number.js";
import { colour, type Grid, LEFT, type Panel, TOP } from "./heatmap-grid.js";
import { element, label, type Svg } from "./svg.js";

const LEAST_APART = 18;

/** The indices to write at an axis: the worst one, and the first and last where there is room. */
function marks(first: number, last: number, worst: number, cellSize: number): number[] {
  const isApart = (a: number, b: number): boolean => Math.abs(a - b) * cellSize >= LEAST_APART;
  const ends = [first, last].filter((end) => isApart(end, worst));
  return first !== last && isApart(first, last) ? [worst, ...ends] : [worst];
}

/** The names of both axes, and the indices at their ends and at the worst entry. */
export function heatmapAxes(panel: Panel, grid: Grid): Svg[] {
  const { firstRow, lastRow, firstColumn, lastColumn, worst, differs } = panel.window;
  const tick = (index: number, worstIndex: number): string =>
    differs && index === worstIndex ? "tick special" : "tick";
  const bottom = TOP + grid.height;
  const columns = marks(firstColumn, lastColumn, worst.column, grid.cellWidth).map((index) => {
    const x = LEFT + (index - firstColumn + 0.5) * grid.cellWidth;
    return label(String(index), {
      class: tick(index, worst.column),
      x,
      y: bottom + 13,
      "text-anchor": "middle",
    });
  });
  const rows = marks(firstRow, lastRow, worst.row, grid.cellHeight).map((index) => {
    const y = TOP + (index - firstRow + 0.5) * grid.cellHeight + 3.5;
    return label(String(index), { class: tick(index, worst.row), x: LEFT - 5, y, "text-anchor": "end" });
  });
  const turned = `translate(10 ${TOP + grid.height / 2}) rotate(-90)`;
  return [
    ...columns,
    ...rows,
    label(panel.columnAxis, {
      class: "axis",
      x: LEFT + grid.width / 2,
      y: bottom + 28,
      "text-anchor": "middle",
    }),
    label(panel.rowAxis, { class: "axis", transform: turned, "text-anchor": "middle" }),
  ];
}

const SWATCH = { width: 22, height: 8 };

/** What the colours mean: five steps of the scale with the numbers at its ends. */
export function heatmapLegend(panel: Panel, grid: Grid): Svg[] {
  const steps = panel.colours === "signed" ? [-1, -0.5, 0, 0.5, 1] : [0, 0.25, 0.5, 0.75, 1];
  const top = TOP + grid.height + 38;
  const width = steps.length * SWATCH.width;
  const left = LEFT + Math.max(0, (grid.width - width) / 2);
  const swatches = steps.map((step, index) =>
    element("rect", { ...colour(step, panel, grid), ...SWATCH, x: left + index * SWATCH.width, y: top }),
  );
  const end = (step: number, index: number): Svg =>
    label(shownNumber(step * panel.scale), {
      class: "tick",
      x: left + (index + 0.5) * SWATCH.width,
      y: top + SWATCH.height + 13,
      "text-anchor": "middle",
    });
  return [
    element("rect", { class: "ground", x: left, y: top, width, height: SWATCH.height }),
    ...swatches,
    element("rect", { class: "frame", x: left, y: top, width, height: SWATCH.height }),
    end(steps[0] ?? 0, 0),
    end(1, steps.length - 1),
  ];
}
