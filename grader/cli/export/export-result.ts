import { renderMarkdown } from "../../../reports/render-markdown.js";
import type { AssignmentTexts } from "../../assignment/texts.js";
import { classroomOutput, classroomResult } from "../../publish/platforms/classroom.js";
import { gradescopeResults } from "../../publish/platforms/gradescope.js";
import { junitXml } from "../../publish/platforms/junit.js";
import type { PlatformOptions } from "../../publish/platforms/platform-options.js";
import { resultCsv } from "../../publish/platforms/result-csv.js";
import { resultText, type Result } from "../../result/index.js";
import { sealedResult } from "../../result/sealed-result.js";
import { UsageError } from "../../submission/usage-error.js";
import { say } from "../terminal.js";
import type { ExportFormat, StudentFormat } from "./export-options.js";

/** @throws UsageError where some checks were left out: their zeros would look like a verdict. */
function expectWhole({ checks }: Result): void {
  const leftOut = checks.some(({ details }) =>
    details.findings.some(({ code }) => code === "check.left-out"),
  );
  if (leftOut) throw new UsageError(say("export-partial"));
}

/**
 * A result as the file that a platform takes for one student.
 *
 * @throws UsageError when not all checks of the result have run.
 */
export function studentFile(result: Result, format: StudentFormat, options: PlatformOptions): string {
  expectWhole(result);
  switch (format) {
    case "gradescope":
      return `${JSON.stringify(gradescopeResults(result, options), null, 2)}\n`;
    case "classroom":
      return `${classroomOutput(classroomResult(result, options))}\n`;
    case "junit":
      return junitXml(result, options);
  }
}

/**
 * One result in a format. Hidden checks are sealed in all of them, for what is exported leaves a teacher's hands.
 *
 * @throws UsageError when the format is one of a class, or a score of a part of the checks would go to a platform.
 */
export function exportResult(
  result: Result,
  format: ExportFormat,
  options: PlatformOptions & { readonly texts: AssignmentTexts },
): string {
  switch (format) {
    case "canvas":
    case "moodle":
      throw new UsageError(say("needs-gradebook", { format }));
    case "markdown":
      return renderMarkdown(result, { ...options, audience: "student" });
    case "csv":
      expectWhole(result);
      return resultCsv(result, options);
    case "json":
      return resultText(sealedResult(result));
    case "gradescope":
    case "classroom":
    case "junit":
      return studentFile(result, format, options);
  }
}
