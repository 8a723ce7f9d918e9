import type { Language } from "../../grader/locale/language.js";
import { termText } from "../../grader/locale/term-text.js";
import type { HeatmapPicture, LinesPicture } from "../../grader/result/picture.js";

/** What a picture shows, with the place of its slice where it is one, such as `weights[1][0] (example 1, head 0)`. */
export function sliceText({ what, slice = [] }: HeatmapPicture | LinesPicture, language: Language): string {
  if (slice.length === 0) return what;
  const places = slice.map(({ name, index }) => `${name} ${index}`).join(", ");
  return `${what} (${termText(places, language)})`;
}
