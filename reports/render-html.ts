import type { Result } from "../grader/result/result.js";
import { drawPicture } from "./charts/draw-picture.js";
import type { Figure } from "./charts/figure.js";
import type { ReportOptions } from "./report-options.js";
import { compileTemplate, type Template } from "./template-engine.js";
import { htmlText } from "./text/html-text.js";
import type { CheckView } from "./view/check-view.js";
import { type ReportView, reportView } from "./view/report-view.js";

/** A check together with its pictures, drawn. */
type DrawnCheck = CheckView & { figures: Figure[] };

type Page = ReportView & { parts: (ReportView["parts"][number] & { checks: DrawnCheck[] })[] };

const LIMITS = { output: 16_000, other: 4_000 };

let template: Template<Page> | undefined;

function page(view: ReportView): Page {
  const drawn = (check: CheckView): DrawnCheck => {
    const figures = check.pictures.map((picture, index) =>
      drawPicture(picture, { id: `picture-${check.id}-${index}`, language: view.language }),
    );
    return { ...check, figures };
  };
  return { ...view, parts: view.parts.map((part) => ({ ...part, checks: part.checks.map(drawn) })) };
}

/**
 * A result as one HTML page that needs nothing else: no scripts, no fonts, no requests. It follows the
 * reader's light or dark mode, fits a phone, and prints with everything that failed unfolded.
 *
 * @throws Error when a finding has no sentence in the locale files.
 */
export function renderHtml(result: Result, options: ReportOptions): string {
  template ??= compileTemplate<Page>({
    name: "report.html",
    partials: ["html"],
    sentences: "report",
    escapes: { prose: htmlText },
    escapeSentence: htmlText,
  });
  return template(page(reportView(result, options, LIMITS)));
}
