import { readTexts } from "../../assignment/texts.js";
import { sentence } from "../../locale/sentence.js";
import { knownAssignment } from "../../submission/find-submission.js";
import { ProblemsError } from "../../submission/problems-error.js";
import { UsageError } from "../../submission/usage-error.js";
import { readGraded, type Graded } from "../read-graded.js";
import { say, tell } from "../terminal.js";
import { writeWhole } from "../../storage/write-whole.js";
import { exportGradebook } from "./export-gradebook.js";
import { isStudentFormat, type ExportFormat, type ExportOptions } from "./export-options.js";
import { exportResult } from "./export-result.js";
import { exportStudents } from "./export-students.js";

/** @throws UsageError for options that say nothing to the format: they must not look as if they had been heard. */
function expectFitting({ format, worksheet, canvasFile, column, canvasIds }: ExportOptions): void {
  const given: readonly (readonly [string, unknown, ExportFormat])[] = [
    ["--worksheet", worksheet, "moodle"],
    ["--canvas-file", canvasFile, "canvas"],
    ["--column", column, "canvas"],
    ["--canvas-ids", canvasIds, "canvas"],
  ];
  const astray = given.filter(([, value, belongsTo]) => value !== undefined && belongsTo !== format);
  const problems = astray.map(([option, , belongsTo]) =>
    say("option-belongs", { option, format: belongsTo }),
  );
  if (canvasFile !== undefined && canvasIds !== undefined) problems.push(say("option-ids"));
  if (problems.length === 0) return;
  throw new ProblemsError(say("option-astray", { format }), problems);
}

function exported(graded: Graded, options: ExportOptions): string | undefined {
  const { format, out, lang: language } = options;
  const { assignment } = graded.kind === "result" ? graded.result : graded.gradebook;
  const texts = readTexts(knownAssignment(assignment.id), language);
  if (graded.kind === "result") return exportResult(graded.result, format, { language, texts });
  if (isStudentFormat(format)) {
    if (out === undefined) throw new UsageError(say("needs-folder", { format }));
    exportStudents(graded, { format, out, language, texts });
    return undefined;
  }
  const { text, filled, findings = [] } = exportGradebook(graded.gradebook, format, options, texts);
  for (const finding of findings) tell(sentence(finding, language));
  if (filled !== undefined) tell(say("filled", { count: filled }));
  return text;
}

/**
 * Exports what grading has left in a folder, in the format of a platform: onto stdout or into the file that is named; and
 * from a gradebook in a format of single results, into a file for each student.
 *
 * @param path a folder with a `result.json` or a `gradebook.json`, or one of these files
 * @throws UsageError when what is there cannot be read, or does not fit the format.
 */
export function exportGraded(path: string, options: ExportOptions): void {
  expectFitting(options);
  const text = exported(readGraded(path), options);
  if (text === undefined) return;
  if (options.out === undefined) {
    process.stdout.write(text);
    return;
  }
  writeWhole(options.out, text);
  tell(say("wrote", { path: options.out }));
}
