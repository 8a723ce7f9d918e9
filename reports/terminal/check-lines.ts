import type { Language } from "../../grader/locale/language.js";
import { sentence } from "../../grader/locale/sentence.js";
import { breakColumns, displayWidth } from "../text/display-width.js";
import type { CheckView, WorstView } from "../view/check-view.js";
import type { CurvesView } from "../view/curves-view.js";
import { SIGN } from "../view/sign.js";
import type { Paint } from "./paint.js";

const INDENT = 4;
const MOST_OUTPUT_LINES = 12;
const MOST_FINDINGS = 5;

/** Whether a finding already tells of the worst entry: it names its place, or the numbers that it compares. */
function isTold({ what, place, expected, got }: WorstView, findings: readonly string[]): boolean {
  return findings.some(
    (finding) =>
      finding.includes(place === "" ? what : `(${place})`) ||
      (finding.includes(expected) && finding.includes(got)),
  );
}

function outputLines(output: string, title: string, paint: Paint): string[] {
  if (output.trim() === "") return [];
  const lines = output.replace(/\n+$/, "").split("\n");
  const last = lines.slice(-MOST_OUTPUT_LINES);
  const bar = paint.dim("│ ");
  const room = paint.columns - INDENT - 2;
  const shown = last.flatMap((line) => breakColumns(line.replaceAll("\t", "    "), room));
  return [
    " ".repeat(INDENT) + paint.dim(title),
    ...(last.length < lines.length ? [`${" ".repeat(INDENT)}${bar}…`] : []),
    ...shown.map((line) => " ".repeat(INDENT) + bar + line),
  ];
}

/** Curves as bars, each with its sentence below its picture's title. */
function curveLines({ title, curves }: CurvesView, paint: Paint): string[] {
  const lines = curves.flatMap(({ bars, text }) => paint.prose(`${bars} ${text}`.trim(), INDENT + 2));
  return [...paint.prose(`${title}:`, INDENT).map(paint.dim), ...lines];
}

/** One line for a check: its sign, its title, how it ended, its points. */
export function checkLine(check: CheckView, paint: Paint): string[] {
  const painted = paint.tone[check.tone];
  const points = `${check.earned} / ${check.points}`;
  const [title = "", ...more] = paint.prose(check.title, INDENT, `  ${painted(SIGN[check.tone])} `);
  const weight = check.open ? paint.bold : (text: string): string => text;
  const [ended, id] = [`${check.outcome} · ${points}`, ` · ${check.id}`];
  const fits = INDENT + displayWidth(ended + id) <= paint.columns;
  const end = fits
    ? [`${" ".repeat(INDENT)}${painted(ended)}${paint.dim(id)}`]
    : [...paint.prose(ended, INDENT).map(painted), ...paint.prose(check.id, INDENT).map(paint.dim)];
  return [weight(title), ...more, ...end];
}

/** A check with everything that helps to repair it. */
export function checkLines(check: CheckView, language: Language, paint: Paint): string[] {
  const said = (key: string, values: Record<string, string> = {}): string =>
    sentence({ code: `report.${key}`, values }, language);
  const paragraph = (text: string): string[] => paint.prose(text, INDENT);
  const { worst, hint, reproduce } = check;
  const worstLine = (entry: WorstView): string =>
    said(entry.place === "" ? "terminal.worst-single" : "terminal.worst", { ...entry });
  return [
    ...checkLine(check, paint),
    ...(check.expected === "" ? [] : paragraph(`${said("label.expectation")}: ${check.expected}`)),
    ...check.findings.slice(0, MOST_FINDINGS).flatMap(paragraph),
    ...(worst === null || isTold(worst, check.findings) ? [] : paragraph(worstLine(worst))),
    ...check.curves.flatMap((curves) => curveLines(curves, paint)),
    ...(hint === "" ? [] : paragraph(said("terminal.hint", { hint }))),
    ...check.stack.flatMap((line) => paragraph(said("terminal.stack", line))),
    ...outputLines(check.output, said("terminal.output"), paint),
    ...check.notes.flatMap(paragraph),
    ...(reproduce === "" ? [] : paragraph(said("terminal.again", { command: reproduce })).map(paint.dim)),
  ];
}
