import { join } from "node:path";
import { renderHtml } from "../../reports/render-html.js";
import { renderMarkdown } from "../../reports/render-markdown.js";
import { readTexts } from "../assignment/texts.js";
import type { Language } from "../locale/language.js";
import { resultText, type Result } from "../result/index.js";
import { withoutLeftOut } from "../score/without-left-out.js";
import type { ReportKind } from "./options.js";
import { writeWhole } from "../storage/write-whole.js";

/** What reports to write, and where. */
export interface ReportRequest {
  readonly folder: string;
  readonly kinds: readonly ReportKind[];
  readonly language: Language;
  /** The reports then say what has changed since. */
  readonly earlier?: Result;
}

/**
 * Writes `result.json` and the reports of a result into a folder, which is made where there is none.
 *
 * @returns the paths of what was written.
 * @throws Error of the file system when one cannot be written.
 */
export function writeReports(result: Result, request: ReportRequest): string[] {
  const { folder, kinds, language, earlier } = request;
  const texts = readTexts(result.assignment.id, language);
  const options = {
    language,
    audience: "student",
    texts,
    ...(earlier === undefined ? {} : { earlier }),
  } as const;
  const shown = withoutLeftOut(result);
  const files: [string, string][] = [["result.json", resultText(result)]];
  for (const kind of kinds) {
    const text = kind === "html" ? renderHtml(shown, options) : renderMarkdown(shown, options);
    files.push([`report.${kind}`, text]);
  }
  return files.map(([name, text]) => {
    const path = join(folder, name);
    writeWhole(path, text);
    return path;
  });
}
