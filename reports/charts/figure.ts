import type { Language } from "../../grader/locale/language.js";
import type { Svg } from "./svg.js";

/** How to draw a picture. */
export interface ChartOptions {
  /** A prefix for the ids within the picture, unique within the page. */
  id: string;
  language: Language;
}

/** A picture ready for a page. */
export interface Figure {
  /** Side by side where there is room. */
  svgs: Svg[];
  /** One plain sentence, not escaped. */
  caption: string;
}
