import { terminalLanguage } from "../../locale/language.js";
import { sentence } from "../../locale/sentence.js";
import { visibleText } from "../../../reports/text/visible-text.js";
import type { GradebookEntry } from "../../result/index.js";
import { sayBatch } from "./say.js";

/** What became of one student, in one line that is safe for a terminal. */
export function studentLine(entry: GradebookEntry, maxScore: number, remembered: boolean): string {
  const [finding] = entry.findings;
  const reason = finding === undefined ? "" : sentence(finding, terminalLanguage());
  const state = entry.state === "graded" && remembered ? "remembered" : entry.state;
  const values = { id: entry.id, score: entry.score ?? 0, maxScore, reason };
  return visibleText(sayBatch(`student-${state}`, values)).replace(/\s+/g, " ");
}
