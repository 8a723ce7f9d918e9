import type { Picture } from "../../grader/result/picture.js";
import type { ChartOptions, Figure } from "./figure.js";
import { heatmapFigure } from "./heatmap.js";
import { linesFigure } from "./lines.js";
import { scatterFigure } from "./scatter.js";

/**
 * Draws a picture of a result as SVG. The same numbers give the same drawing; its colours are CSS custom
 * properties of the page (`partials/html/style.hbs`), so that it follows light and dark.
 */
export function drawPicture(picture: Picture, options: ChartOptions): Figure {
  if (picture.kind === "heatmap") return heatmapFigure(picture, options);
  if (picture.kind === "scatter") return scatterFigure(picture, options);
  return linesFigure(picture, options);
}
