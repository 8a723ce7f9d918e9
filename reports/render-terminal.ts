import { sentence } from "../grader/locale/sentence.js";
import type { Result } from "../grader/result/result.js";
import type { ReportOptions } from "./report-options.js";
import { checkLine, checkLines } from "./terminal/check-lines.js";
import { gradingLines } from "./terminal/grading-lines.js";
import { type Paint, paintFor } from "./terminal/paint.js";
import { progressLines } from "./terminal/progress-lines.js";
import { scoreTable } from "./terminal/score-table.js";
import type { PartView } from "./view/part-view.js";
import { type ReportView, reportView } from "./view/report-view.js";

/** How a terminal wants it. */
export interface TerminalOptions extends ReportOptions {
  /** Whether to use colours; nothing else is ever sent to the terminal but text. */
  color: boolean;
  /** @defaultValue 80 */
  columns?: number;
}

const LIMITS = { output: 2_000, other: 400, log: true } as const;

/** Reading more than a few failures at once helps nobody. */
const MOST_TOLD = 3;

type Said = (key: string, values?: Record<string, string | number>) => string;

function problemLines(view: ReportView, said: Said, paint: Paint): string[] {
  if (view.problems.length === 0) return [];
  const lines = view.problems.flatMap(({ text, place }) =>
    paint.prose(place === "" ? text : `${text} (${place})`, 4),
  );
  return [paint.bold(paint.tone.failed(`  ${said("label.problems")}`)), ...lines, ""];
}

/** The part to work on now: its failures in full, the rest of it by name. */
function nextLines(part: PartView, view: ReportView, said: Said, paint: Paint): string[] {
  const told = part.open.filter((check) => check.open).slice(0, MOST_TOLD);
  const named = part.open.filter((check) => !told.includes(check));
  const open = said("label.next-open", { count: part.open.length, points: part.openPoints });
  return [
    ...paint.prose(`${said("label.next")}: ${part.title}`, 2).map(paint.bold),
    ...paint.prose(open, 2).map(paint.dim),
    "",
    ...told.flatMap((check) => [...checkLines(check, view.language, paint), ""]),
    ...named.flatMap((check) => checkLine(check, paint)),
    ...(named.length > 0 ? [""] : []),
  ];
}

function laterLines(view: ReportView, said: Said, paint: Paint): string[] {
  if (view.later.length === 0) return [];
  const parts = view.later.map(({ title, open, openPoints }) =>
    said("label.later-part", { title, count: open.length, points: openPoints }),
  );
  return [...paint.prose(`${said("label.later")}: ${parts.join(" · ")}`, 2).map(paint.dim), ""];
}

/**
 * A result for a terminal: the points by part, then what to do next, the first unfinished part in the order of
 * the handout before all others. It ends with a newline.
 *
 * @throws Error when a finding has no sentence in the locale files.
 */
export function renderTerminal(result: Result, options: TerminalOptions): string {
  const view = reportView(result, options, LIMITS);
  const paint = paintFor(options.color, options.columns ?? 80);
  const said: Said = (key, values = {}) => sentence({ code: `report.${key}`, values }, options.language);
  const facts = view.facts.filter(({ key }) => key === "sandbox" || key === "seed");
  const lines = [
    "",
    ...paint.prose(view.title, 2).map(paint.bold),
    "",
    ...problemLines(view, said, paint),
    ...scoreTable(view, said("label.total"), paint),
    "",
    ...(view.grading === null ? [] : gradingLines(view.grading, view.score, view.language, paint)),
    ...paint.prose(view.verdict.join(" "), 2),
    "",
    ...(view.progress === null ? [] : progressLines(view.progress, options.language, paint)),
    ...(view.next === null ? [] : nextLines(view.next, view, said, paint)),
    ...laterLines(view, said, paint),
    ...paint.prose(facts.map(({ label, value }) => `${label} ${value}`).join(" · "), 2).map(paint.dim),
    "",
  ];
  return `${lines.join("\n")}\n`;
}
