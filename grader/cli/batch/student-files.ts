import { existsSync, readFileSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { renderHtml } from "../../../reports/render-html.js";
import { renderMarkdown } from "../../../reports/render-markdown.js";
import type { ReportOptions } from "../../../reports/report-options.js";
import type { AssignmentTexts } from "../../assignment/texts.js";
import type { BatchFolder } from "../../batch/batch-folder.js";
import type { Language } from "../../locale/language.js";
import { packageRoot } from "../../package/root.js";
import { type GradebookEntry, type Result, resultText, sealedResult } from "../../result/index.js";
import { hashOf } from "../../storage/content-store.js";
import { writeWhole } from "../../storage/write-whole.js";
import type { ReportKind } from "../options.js";

/** How the files of students are written. */
export interface StudentFilesRequest {
  readonly folder: BatchFolder;
  readonly kinds: readonly ReportKind[];
  readonly language: Language;
  readonly texts: AssignmentTexts;
}

/** Changes with every build, and so with every change to what a report looks like. */
function builtAt(): number {
  return statSync(join(packageRoot(), "dist", "built"), { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

/**
 * Writes what belongs to students: for each the sealed result and reports that may be handed out, and the whole ones for
 * teachers. What is there already and would be the same is left as it is, for drawing a report takes longer than reading
 * a remembered result.
 */
export class StudentFiles {
  readonly #request: StudentFilesRequest;
  readonly #frame: string;

  constructor(request: StudentFilesRequest) {
    this.#request = request;
    this.#frame = hashOf(builtAt(), request.kinds, request.language);
  }

  /** @throws Error of the file system when one cannot be written. */
  write(entry: GradebookEntry, result: Result): void {
    const { folder } = this.#request;
    const { handedIn, adjustments, penalty, score } = entry;
    const grading = { handedIn, adjustments, penalty, score: score ?? result.score };
    const stamp = join(folder.state, "written", `${entry.id}.txt`);
    const whole = resultText(result);
    const mark = hashOf(this.#frame, grading, whole);
    const written = [...this.#filesOf(entry, result, whole, grading)];
    if (markAt(stamp) === mark && written.every(([path]) => existsSync(path))) return;
    // A stamp must never tell of files that are not whole yet.
    rmSync(stamp, { force: true });
    for (const [path, make] of written) writeWhole(path, make());
    writeWhole(stamp, mark);
  }

  *#filesOf(
    entry: GradebookEntry,
    result: Result,
    whole: string,
    grading: NonNullable<ReportOptions["grading"]>,
  ): Generator<[string, () => string]> {
    const { folder, kinds, language, texts } = this.#request;
    const audiences = [
      { audience: "student", place: folder.student(entry.id) },
      { audience: "teacher", place: folder.teacher(entry.id) },
    ] as const;
    for (const { audience, place } of audiences) {
      const at = (name: string): string => join(folder.root, place, name);
      yield [at("result.json"), () => (audience === "teacher" ? whole : resultText(sealedResult(result)))];
      const options: ReportOptions = { language, audience, texts, grading };
      if (kinds.includes("html")) yield [at("report.html"), () => renderHtml(result, options)];
      if (kinds.includes("md")) yield [at("report.md"), () => renderMarkdown(result, options)];
    }
  }
}

function markAt(path: string): string {
  return existsSync(path) ? readFileSync(path, "utf8") : "";
}
