import type { Language } from "../../locale/language.js";

const STUDENT_FORMATS = ["gradescope", "classroom", "junit"] as const;

/** All formats: of single results, of classes, a comment of a single result, and the last two of either. */
export const EXPORT_FORMATS = [
  "gradescope",
  "classroom",
  "junit",
  "canvas",
  "moodle",
  "markdown",
  "csv",
  "json",
] as const;

/** A format of a single result that a platform takes for one student. */
export type StudentFormat = (typeof STUDENT_FORMATS)[number];

/** One of {@link EXPORT_FORMATS}. */
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

/** What `gradecheck export` was asked for. */
export interface ExportOptions {
  format: ExportFormat;
  out?: string;
  worksheet?: string;
  canvasFile?: string;
  column?: string;
  canvasIds?: "login" | "sis";
  lang: Language;
}

/** Whether a format is one of a single result. */
export function isStudentFormat(format: ExportFormat): format is StudentFormat {
  return (STUDENT_FORMATS as readonly string[]).includes(format);
}
