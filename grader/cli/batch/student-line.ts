import { terminalLanguage } from "../../locale/language.js";
import { sentence } from "../../locale/sentence.js";
import type { DoneStudent } from "./batch-view.js";
import { sayBatch } from "./say.js";

/** What became of one student, in one line. */
export function studentLine({ entry, maxScore, remembered }: DoneStudent): string {
  const [finding] = entry.findings;
  const reason = finding === undefined ? "" : sentence(finding, terminalLanguage());
  const state = entry.state === "graded" && remembered ? "remembered" : entry.state;
  const values = { id: entry.id, score: entry.score ?? 0, maxScore, reason };
  return sayBatch(`student-${state}`, values).replace(/\s+/g, " ");
}
