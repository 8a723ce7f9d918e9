import Handlebars from "handlebars";
import { stretches } from "./inline-code.js";

/** A text as HTML: escaped, with what stands between backticks set as code. */
export function htmlText(text: string): string {
  return stretches(text)
    .map(({ text: stretch, code }) => {
      const escaped = Handlebars.escapeExpression(stretch);
      return code ? `<code>${escaped}</code>` : escaped;
    })
    .join("");
}
