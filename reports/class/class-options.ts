import type { Language } from "../../grader/locale/language.js";
import type { AssignmentTexts } from "../report-options.js";

/** What a report on a class needs besides the gradebook. It is for teachers. */
export interface ClassReportOptions {
  language: Language;
  /** In the same language; a check, part or mistake that it does not name is called by its id. */
  texts: AssignmentTexts;
  /**
   * Whether the folders that the gradebook names hold HTML reports, for the page to lead to.
   *
   * @defaultValue true
   */
  hasReports?: boolean;
}
