import { renderMarkdown } from "../../../reports/render-markdown.js";
import type { ReportOptions } from "../../../reports/report-options.js";
import { markdownText } from "../../../reports/text/markdown-text.js";
import type { Result } from "../../result/index.js";
import type { CiEvent } from "./event.js";
import { sayCi } from "./say.js";

/** Where a step's summary is longer, GitHub shows nothing of it at all. */
const MOST_SUMMARY_BYTES = 1024 * 1024;

/** GitHub draws half of it faster than all, and nobody reads that far. */
const MOST_REPORT_BYTES = 512 * 1024;

/** The shortest report that a submission cannot make longer. */
const LEAST_REPORT_BYTES = 60_000;

function eventLine(event: CiEvent): string {
  const commit = event.commit.slice(0, 10);
  return event.kind === "pull-request"
    ? sayCi("pull-request", { number: event.number, commit, base: event.base })
    : sayCi("commit", { commit, ref: event.ref });
}

/**
 * What to append to the summary of a step: what was graded and the report, cut at a whole check where there is no room.
 *
 * @param before how many bytes the summary has already
 * @returns undefined where not even a short report has room, for a summary that is too long is not shown at all.
 */
export function stepSummary(
  result: Result,
  options: ReportOptions,
  event: CiEvent | undefined,
  before: number,
): string | undefined {
  const top = event === undefined ? "" : `${markdownText(eventLine(event))}\n\n`;
  const room = MOST_SUMMARY_BYTES - 1 - before - Buffer.byteLength(top) - 2;
  if (room < LEAST_REPORT_BYTES) return undefined;
  const report = renderMarkdown(result, { ...options, mostBytes: Math.min(room, MOST_REPORT_BYTES) });
  return `\n${top}${report}\n`;
}
