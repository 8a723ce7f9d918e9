import { displayWidth, padColumns } from "../text/display-width.js";
import type { PartView } from "../view/part-view.js";
import type { ReportView } from "../view/report-view.js";
import { SIGN } from "../view/sign.js";
import type { Paint } from "./paint.js";

/** The points by part, with a bar each, and their sum: what the checks earned. */
export function scoreTable(view: ReportView, total: string, paint: Paint): string[] {
  const { score, percent } = view.grading?.checks ?? view;
  const titleWidth = Math.max(...[total, ...view.parts.map((part) => part.title)].map(displayWidth));
  const scoreWidth = Math.max(...[score, ...view.parts.map((part) => part.score)].map(displayWidth));
  const points = (score: string, maxScore: string): string => `${score.padStart(scoreWidth)} / ${maxScore}`;
  const line = ({ tone, title, percent, score, maxScore }: PartView): string =>
    `  ${paint.tone[tone](SIGN[tone])} ${padColumns(title, titleWidth)}  ${paint.bar(percent)}  ${points(score, maxScore)}`;
  const sum = paint.bold(points(score, view.maxScore));
  return [
    ...view.parts.map(line),
    `    ${paint.bold(padColumns(total, titleWidth))}  ${paint.bar(percent)}  ${sum}`,
  ];
}
