import type { Gradebook } from "../grader/result/gradebook.js";
import { histogramFigure } from "./charts/histogram.js";
import type { Figure } from "./charts/figure.js";
import type { ClassReportOptions } from "./class/class-options.js";
import { type ClassView, classView } from "./class/class-view.js";
import { type PageScript, pageScript } from "./class/page-script.js";
import { gradedScores } from "./class/summary-view.js";
import { compileTemplate, type Template } from "./template-engine.js";
import { htmlText } from "./text/html-text.js";

type Page = ClassView & {
  /** Null where nobody was graded. */
  chart: Figure | null;
  scripts: PageScript[];
};

const SCRIPTS = ["sort-tables.js", "filter-students.js"];

let ready: { template: Template<Page>; scripts: PageScript[] } | undefined;

function prepared(): NonNullable<typeof ready> {
  ready ??= {
    template: compileTemplate<Page>({
      name: "class.html",
      partials: ["html", "class"],
      sentences: "class",
      escapes: { prose: htmlText },
      escapeSentence: htmlText,
    }),
    scripts: SCRIPTS.map(pageScript),
  };
  return ready;
}

/**
 * A gradebook as one HTML page for teachers that lies beside it: `index.html`. It needs no server and makes no requests;
 * its links lead to the reports that the gradebook names. Its two scripts, which sort and filter, are the only ones that
 * its policy lets run, and without them it is the same page in the order of the roster.
 *
 * @throws Error when a finding has no sentence in the locale files.
 */
export function renderClassReport(gradebook: Gradebook, options: ClassReportOptions): string {
  const { template, scripts } = prepared();
  const scores = gradedScores(gradebook);
  const drawing = { id: "scores", language: options.language };
  const chart = scores.length === 0 ? null : histogramFigure(scores, gradebook.maxScore, drawing);
  return template({ ...classView(gradebook, options), chart, scripts });
}
