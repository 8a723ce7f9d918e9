import { sentence } from "../../grader/locale/sentence.js";
import type { HeatmapPicture, PlainNumber } from "../../grader/result/picture.js";
import { shownNumber } from "../text/format-number.js";
import type { ChartOptions, Figure } from "./figure.js";
import type { Panel } from "./heatmap-grid.js";
import { heatmapPanel } from "./heatmap-panel.js";
import { heatmapWindow, type HeatmapWindow } from "./heatmap-window.js";

function largest(values: readonly PlainNumber[]): number {
  let most = 0;
  for (const value of values) {
    const size = Math.abs(Number(value));
    if (Number.isFinite(size) && size > most) most = size;
  }
  return most;
}

function isCut(picture: HeatmapPicture, window: HeatmapWindow): boolean {
  const rows = window.lastRow - window.firstRow + 1;
  return rows < picture.rows || window.lastColumn - window.firstColumn + 1 < picture.columns;
}

/**
 * Got, expected and their difference as three matrices of colours, on one scale for got and expected. The
 * scale is the expected one's, so that one wild entry does not bleach all others.
 */
export function heatmapFigure(picture: HeatmapPicture, { id, language }: ChartOptions): Figure {
  const { what, rowAxis, columnAxis, rows, columns } = picture;
  const said = (key: string, values: Record<string, string | number> = {}): string =>
    sentence({ code: `report.chart.${key}`, values }, language);
  const window = heatmapWindow(picture);
  const { worst, ...shownWindow } = window;
  const valueScale = largest(picture.expected) || largest(picture.got);
  const panels = (["got", "expected", "error"] as const).map((name) => {
    const values = picture[name];
    const isError = name === "error";
    const panel: Panel = {
      name: said(name),
      rowAxis,
      columnAxis,
      columns,
      values,
      scale: isError ? largest(values) : valueScale,
      colours: isError ? "error" : "signed",
      window,
    };
    const { row, column } = worst;
    const value = shownNumber(values[row * columns + column] ?? "NaN");
    return heatmapPanel(panel, {
      id: `${id}-${name}`,
      title: said("panel", { what, panel: panel.name }),
      description: `${said("heatmap", { rows, columns, rowAxis, columnAxis })} ${said("heatmap-worst", { rowAxis, row, columnAxis, column, value })}`,
    });
  });
  const caption = said("heatmap-caption", { what });
  const cut = isCut(picture, window) ? ` ${said("heatmap-window", { ...shownWindow, rows, columns })}` : "";
  return { svgs: panels, caption: caption + cut };
}
