import type { Result } from "../grader/result/result.js";
import type { ReportOptions } from "./report-options.js";
import { compileTemplate, type Template } from "./template-engine.js";
import { markdownBlock, markdownCell, markdownCode, markdownText } from "./text/markdown-text.js";
import { textBar } from "./text/text-bar.js";
import type { CheckView } from "./view/check-view.js";
import type { PartView } from "./view/part-view.js";
import { type ReportView, reportView } from "./view/report-view.js";
import { SIGN } from "./view/sign.js";

/** The heading above the first check that is told of a part. */
type Heading = Pick<PartView, "title" | "score" | "maxScore"> & { passed: number };

interface CheckPage {
  language: ReportView["language"];
  heading: Heading | null;
  check: CheckView & { sign: string };
}

type Page = Omit<ReportView, "parts"> & {
  parts: (PartView & { bar: string })[];
  blocks: string[];
  /** How many checks had no room. */
  cut: number;
};

const LIMITS = { output: 2_000, other: 600 };

/** A comment of GitHub holds 65,536 characters. */
const MOST_BYTES = 60_000;

/** What is not about a single check takes less than this, whatever the submission did. */
const REST_BYTES = 20_000;

/** How long it may be. */
export interface MarkdownOptions extends ReportOptions {
  /**
   * At least 60,000.
   *
   * @defaultValue 60,000, which a comment on a pull request holds
   */
  mostBytes?: number;
}

let templates: { report: Template<Page>; check: Template<CheckPage> } | undefined;

function compiled(): { report: Template<Page>; check: Template<CheckPage> } {
  const source = {
    partials: ["markdown"],
    sentences: "report" as const,
    escapes: {
      md: markdownText,
      code: markdownCode,
      cell: (text: string): string => markdownCell(markdownText(text)),
      codeCell: (text: string): string => markdownCell(markdownCode(text)),
      fence: markdownBlock,
    },
    escapeSentence: markdownText,
  };
  templates ??= {
    report: compileTemplate<Page>({ ...source, name: "report.md" }),
    check: compileTemplate<CheckPage>({ ...source, name: "check.md" }),
  };
  return templates;
}

/** The checks worth telling, in the order of the handout, until there is no more room. */
function checkBlocks(view: ReportView, mostBytes: number): Pick<Page, "blocks" | "cut"> {
  const blocks: string[] = [];
  let bytes = 0;
  let cut = 0;
  for (const part of view.parts) {
    const passed = part.checks.filter((check) => check.tone === "passed").length;
    let heading: Heading | null = { title: part.title, score: part.score, maxScore: part.maxScore, passed };
    for (const check of part.checks.filter((each) => each.tone !== "passed")) {
      const page = { language: view.language, heading, check: { ...check, sign: SIGN[check.tone] } };
      const block = compiled().check(page).trim();
      bytes += Buffer.byteLength(block);
      if (bytes > mostBytes) {
        cut++;
        continue;
      }
      blocks.push(block);
      heading = null;
    }
  }
  return { blocks, cut };
}

/**
 * A result as Markdown for a comment on a pull request or a summary, in less than so many bytes whatever the submission did;
 * what had no room is counted at its end. Passed checks are counted, not told.
 *
 * @throws Error when a finding has no sentence in the locale files.
 */
export function renderMarkdown(result: Result, options: MarkdownOptions): string {
  const view = reportView(result, options, LIMITS);
  const parts = view.parts.map((part) => ({ ...part, bar: textBar(part.percent) }));
  return compiled().report({
    ...view,
    parts,
    ...checkBlocks(view, (options.mostBytes ?? MOST_BYTES) - REST_BYTES),
  });
}
