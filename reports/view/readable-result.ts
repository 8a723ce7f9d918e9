import type { Language } from "../../grader/locale/language.js";
import { logText } from "../../grader/locale/log-text.js";
import { sentence } from "../../grader/locale/sentence.js";
import type { Result } from "../../grader/result/result.js";
import { clipText } from "../text/clip-text.js";
import { visibleText } from "../text/visible-text.js";

/** How long texts may be in a report, in characters. */
export interface TextLimits {
  /** What the student's code printed. */
  output: number;
  /** Any other text, such as a file name or the message of an error. */
  other: number;
  /** Whether the report ends up in a log, where some texts are commands. */
  log?: true;
}

function shortened(text: string, most: number, language: Language): string {
  const { head, left, tail } = clipText(text, most);
  if (left === 0) return head;
  return `${head} … ${sentence({ code: "report.left-out", values: { count: left } }, language)} … ${tail}`;
}

function mapTexts(value: unknown, key: string, change: (text: string, key: string) => string): unknown {
  if (typeof value === "string") return change(value, key);
  if (Array.isArray(value)) return value.map((item) => mapTexts(item, key, change));
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(([name, item]) => [name, mapTexts(item, name, change)]);
  return Object.fromEntries(entries) as unknown;
}

/**
 * The result with every text made visible and no longer than it may be. All texts of a result pass through
 * here, whoever wrote them, so no later step has to remember which ones a student could choose.
 */
export function readableResult(result: Result, language: Language, limits: TextLimits): Result {
  const shown = limits.log === true ? logText : visibleText;
  return mapTexts(result, "", (text, key) =>
    shortened(shown(text), key === "output" ? limits.output : limits.other, language),
  ) as Result;
}
