import { readTexts, type AssignmentTexts } from "../../assignment/texts.js";
import { LANGUAGES } from "../../locale/language.js";
import { canvasCsv } from "../../publish/canvas/canvas-csv.js";
import { fillCanvas } from "../../publish/canvas/fill-canvas.js";
import type { FilledFile } from "../../publish/filled-file.js";
import { gradebookCsv } from "../../publish/gradebook-csv.js";
import { fillWorksheet } from "../../publish/moodle/fill-worksheet.js";
import { moodleImportCsv } from "../../publish/moodle/moodle-import-csv.js";
import { gradebookText, type Gradebook } from "../../result/index.js";
import { readNamedFile } from "../read-named-file.js";
import type { ExportFormat, ExportOptions, StudentFormat } from "./export-options.js";
import { UsageError } from "../../submission/usage-error.js";
import { say } from "../terminal.js";

/** What came out, and how many scores were written, where not simply all of it is there. */
type ExportedGradebook = Pick<FilledFile, "text"> & Partial<FilledFile>;

function canvas(gradebook: Gradebook, options: ExportOptions, texts: AssignmentTexts): FilledFile {
  const { canvasFile, column, canvasIds = "login" } = options;
  if (canvasFile === undefined) {
    return canvasCsv(gradebook, { title: column ?? texts.title, ids: canvasIds });
  }
  // Nobody knows in which language the course calls the assignment.
  const { id } = gradebook.assignment;
  const titles = [...LANGUAGES.map((language) => readTexts(id, language).title), id];
  return fillCanvas(gradebook, readNamedFile(canvasFile), {
    name: canvasFile,
    titles: column === undefined ? titles : [column],
  });
}

function moodle(gradebook: Gradebook, options: ExportOptions, texts: AssignmentTexts): FilledFile {
  const { worksheet, lang: language } = options;
  if (worksheet === undefined) return moodleImportCsv(gradebook, language, texts);
  return fillWorksheet(gradebook, readNamedFile(worksheet), { name: worksheet, language, texts });
}

/**
 * A gradebook in a format of a whole class.
 *
 * @throws UsageError when a file to be filled cannot be read or does not fit.
 */
export function exportGradebook(
  gradebook: Gradebook,
  format: Exclude<ExportFormat, StudentFormat>,
  options: ExportOptions,
  texts: AssignmentTexts,
): ExportedGradebook {
  switch (format) {
    case "canvas":
      return canvas(gradebook, options, texts);
    case "moodle":
      return moodle(gradebook, options, texts);
    case "markdown":
      throw new UsageError(say("needs-result", { format }));
    case "csv":
      return { text: gradebookCsv(gradebook) };
    case "json":
      return { text: gradebookText(gradebook) };
  }
}
