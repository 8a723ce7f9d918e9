import { sentence } from "../../grader/locale/sentence.js";
import { termText } from "../../grader/locale/term-text.js";
import type { HeatmapPicture, PlainNumber } from "../../grader/result/picture.js";
import { shownNumber } from "../text/format-number.js";
import type { ChartOptions, Figure } from "./figure.js";
import type { Panel } from "./heatmap-grid.js";
import { heatmapPanel } from "./heatmap-panel.js";
import { heatmapWindow, type HeatmapWindow } from "./heatmap-window.js";
import { sliceText } from "./slice-text.js";

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
 * Got, expected and their difference as three matrices of colours, on one scale for got and expected. Unless the
 * picture brings a scale, it is the expected one's, so that one wild entry does not bleach all others.
 */
export function heatmapFigure(picture: HeatmapPicture, { id, language }: ChartOptions): Figure {
  const { rows, columns } = picture;
  const what = sliceText(picture, language);
  const [rowAxis, columnAxis] = [termText(picture.rowAxis, language), termText(picture.columnAxis, language)];
  const nearest = picture.slice?.at(-1);
  const named = nearest === undefined ? "" : ` · ${termText(`${nearest.name} ${nearest.index}`, language)}`;
  const said = (key: string, values: Record<string, string | number> = {}): string =>
    sentence({ code: `report.chart.${key}`, values }, language);
  const window = heatmapWindow(picture);
  const { worst, differs, ...shownWindow } = window;
  const own = {
    value: largest(picture.expected) || largest(picture.got),
    error: largest(picture.error),
  };
  const scale = picture.scale ?? own;
  const hasNegative = [...picture.got, ...picture.expected].some((value) => Number(value) < 0);
  const panels = (["got", "expected", "error"] as const).map((name) => {
    const values = picture[name];
    const isError = name === "error";
    const panel: Panel = {
      name: said(name) + named,
      rowAxis,
      columnAxis,
      columns,
      values,
      scale: Number(isError ? scale.error : scale.value),
      colours: isError ? "error" : hasNegative ? "signed" : "positive",
      window,
    };
    const { row, column } = worst;
    const value = shownNumber(values[row * columns + column] ?? "NaN");
    const place = { rowAxis, row, columnAxis, column, value };
    const sentences = [
      said("heatmap", { rows, columns, rowAxis, columnAxis }),
      differs ? said("heatmap-worst", place) : said("heatmap-same"),
    ];
    const title = said("panel", { what, panel: panel.name });
    return heatmapPanel(panel, { id: `${id}-${name}`, title, description: sentences.join(" ") });
  });
  const caption = said(differs ? "heatmap-caption" : "heatmap-caption-same", { what });
  const cut = isCut(picture, window) ? ` ${said("heatmap-window", { ...shownWindow, rows, columns })}` : "";
  return { svgs: panels, caption: caption + cut };
}
