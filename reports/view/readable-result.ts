import type { Language } from "../../grader/locale/language.js";
import { logText } from "../../grader/locale/log-text.js";
import type { Result } from "../../grader/result/result.js";
import { mapTexts, readableText } from "./readable-texts.js";

/** How long texts may be in a report, in characters. */
export interface TextLimits {
  /** What the student's code printed. */
  output: number;
  /** Any other text, such as a file name or the message of an error. */
  other: number;
  /** Whether the report ends up in a log, where some texts are commands. */
  log?: true;
}

/**
 * The result with every text made visible and no longer than it may be. All texts of a result pass through
 * here, whoever wrote them, so no later step has to remember which ones a student could choose.
 */
export function readableResult(result: Result, language: Language, limits: TextLimits): Result {
  const shown = (text: string): string => (limits.log === true ? logText(text) : text);
  return mapTexts(result, (text, key) =>
    readableText(shown(text), key === "output" ? limits.output : limits.other, language),
  );
}
