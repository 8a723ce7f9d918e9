import { sentence } from "../grader/locale/sentence.js";
import type { Gradebook } from "../grader/result/gradebook.js";
import type { AttentionView } from "./class/attention-view.js";
import type { ClassReportOptions } from "./class/class-options.js";
import { classView } from "./class/class-view.js";
import type { MistakeView } from "./class/mistake-view.js";
import { type ClassNumber, gradedScores } from "./class/summary-view.js";
import { type Paint, paintFor } from "./terminal/paint.js";
import { scoreBars } from "./terminal/score-bars.js";

/** How a terminal wants it. */
export interface ClassTerminalOptions extends ClassReportOptions {
  /** Whether to use colours; nothing else is ever sent to the terminal but text. */
  color: boolean;
  /** @defaultValue 80 */
  columns?: number;
}

/** The page has all of them; a terminal shows what to begin with. */
const MOST_MISTAKES = 5;
const MOST_PEOPLE = 5;

type Said = (key: string, values?: Record<string, string | number>) => string;

function numberLine(numbers: readonly ClassNumber[], paint: Paint): string[] {
  return paint.prose(numbers.map(({ label, value }) => `${label} ${value}`).join(" · "), 2);
}

/** What to open a lecture with: how many students, what they should hear, and where it shows. */
function mistakeLines(mistakes: readonly MistakeView[], said: Said, paint: Paint): string[] {
  const told = mistakes.slice(0, MOST_MISTAKES);
  if (told.length === 0) return [];
  const width = Math.max(...told.map(({ count }) => String(count).length));
  const indent = width + 4;
  const lines = told.flatMap(({ count, hint, mistake, checks }) => {
    const where = `${mistake}: ${checks.map(({ id }) => id).join(", ")}`;
    const first = `  ${paint.bold(String(count).padStart(width))}  `;
    if (hint === "") return paint.prose(where, indent, first);
    return [...paint.prose(hint, indent, first), ...paint.prose(where, indent).map(paint.dim)];
  });
  return [paint.bold(`  ${said("label.mistakes")} (${said("label.students")})`), ...lines, ""];
}

function attentionLines(attention: readonly AttentionView[], said: Said, paint: Paint): string[] {
  if (attention.length === 0) return [];
  const lines = attention.flatMap(({ title, people, others }) => {
    const all = [...people, ...others];
    const told = all.slice(0, MOST_PEOPLE).flatMap(({ name, id, texts }) => {
      const who = name === id ? name : `${name} (${id})`;
      return paint.prose(texts.length === 0 ? who : `${who}: ${texts.join(" ")}`, 4);
    });
    const more = all.length - MOST_PEOPLE;
    return [
      ...paint.prose(title, 2).map(paint.tone.fault),
      ...told,
      ...(more > 0 ? paint.prose(said("label.more-people", { count: more }), 4).map(paint.dim) : []),
    ];
  });
  return [paint.bold(`  ${said("label.attention")}`), ...lines, ""];
}

/**
 * A gradebook for a terminal, at the end of a batch: the class in numbers, how the scores are spread, the commonest
 * mistakes, and whom a person has to look at. It ends with a newline.
 *
 * @throws Error when a finding has no sentence in the locale files.
 */
export function renderClassTerminal(gradebook: Gradebook, options: ClassTerminalOptions): string {
  const view = classView(gradebook, options);
  const paint = paintFor(options.color, options.columns ?? 80);
  const said: Said = (key, values = {}) => sentence({ code: `class.${key}`, values }, options.language);
  const scores = gradedScores(gradebook);
  const lines = [
    "",
    ...paint.prose(view.title, 2).map(paint.bold),
    "",
    ...numberLine(view.people, paint),
    ...(scores.length === 0
      ? [""]
      : [...numberLine(view.scores, paint), "", ...scoreBars(scores, gradebook.maxScore, paint), ""]),
    ...mistakeLines(view.mistakes, said, paint),
    ...attentionLines(view.attention, said, paint),
  ];
  return `${lines.join("\n")}\n`;
}
