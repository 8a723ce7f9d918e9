import { sentence } from "../../grader/locale/sentence.js";
import {
  ENTRY_STATES,
  type EntryState,
  type Gradebook,
  type GradebookEntry,
} from "../../grader/result/gradebook.js";
import { shownPoints, signedPoints } from "../text/format-number.js";
import { lateText } from "../view/late-text.js";
import { percentOf } from "../view/part-view.js";
import type { ClassReportOptions } from "./class-options.js";
import type { MistakeView } from "./mistake-view.js";
import { type NumberCell, numberCell } from "./number-cell.js";
import { personView } from "./person-view.js";
import { reportAddress } from "./report-address.js";

/** A number with a bar. */
export interface BarCell extends NumberCell {
  /** How full the bar is, from 0 to 100. */
  percent: number;
}

/** A mark by hand, ready to be shown. */
export interface AdjustmentView {
  target: string;
  points: string;
  reason: string;
  stale: boolean;
}

/** One row of the table of students. */
export interface StudentView {
  /** Its place in the roster, which is its name within the page. */
  index: number;
  name: string;
  id: string;
  email: string;
  section: string;
  state: EntryState;
  /** The state in words. */
  stateText: string;
  /** The address of the teachers' report; empty where there is none. */
  href: string;
  /** The address of what the student gets. */
  studentHref: string;
  score: BarCell;
  /** A cell for each part of the assignment. */
  parts: BarCell[];
  late: NumberCell;
  /** What the time was taken from, of those who were late; empty for all others. */
  reliedOn: string;
  penalty: NumberCell;
  adjustments: AdjustmentView[];
  /** What they come to. */
  adjusted: NumberCell;
  /** One of them was made before the checks it is about ended otherwise. */
  isStale: boolean;
  findings: string[];
  /** The places of this student's mistakes in the list of mistakes, with spaces between. */
  mistakes: string;
  mistakeCount: number;
}

const NO_BAR: BarCell = { text: "", value: "", percent: 0 };

function barCell(points: number | null, maxScore: number): BarCell {
  if (points === null) return NO_BAR;
  return { ...numberCell(points, shownPoints), percent: percentOf(points, maxScore) };
}

function partCells({ parts }: GradebookEntry, gradebook: Gradebook): BarCell[] {
  const scores = new Map(parts.map((part) => [part.id, part.score]));
  return gradebook.parts.map(({ id, maxScore }) => barCell(scores.get(id) ?? null, maxScore));
}

/** The students of a gradebook, in the order of the roster. */
export function studentViews(
  gradebook: Gradebook,
  { language }: ClassReportOptions,
  mistakes: readonly MistakeView[],
): StudentView[] {
  const place = new Map(mistakes.map(({ mistake, index }) => [mistake, index]));
  const said = (code: string): string => sentence({ code, values: {} }, language);
  const stateTexts = Object.fromEntries(ENTRY_STATES.map((state) => [state, said(`class.state.${state}`)]));
  return gradebook.entries.map((entry, index) => {
    const { id, email, section, state, score, handedIn, adjustments, files } = entry;
    const isGraded = state === "graded";
    const late = isGraded ? (handedIn?.lateMinutes ?? null) : null;
    const made = new Set(
      entry.checks.flatMap(({ mistake }) => (mistake === null ? [] : [place.get(mistake)])),
    );
    const sum = adjustments.reduce((total, { points }) => total + points, 0);
    return {
      ...personView(entry),
      index,
      id,
      email,
      section,
      state,
      stateText: stateTexts[state] ?? "",
      studentHref: reportAddress(files.student),
      score: barCell(isGraded ? score : null, gradebook.maxScore),
      parts: partCells(entry, gradebook),
      late: numberCell(late, (minutes) => (minutes === 0 ? "" : lateText(minutes, language))),
      reliedOn: late !== null && late > 0 ? said(`report.relied-on.${handedIn?.reliedOn ?? "none"}`) : "",
      penalty: numberCell(isGraded ? entry.penalty : null, (points) =>
        points === 0 ? "" : signedPoints(-points),
      ),
      adjustments: adjustments.map(({ target, points, reason, stale }) => ({
        target,
        points: signedPoints(points),
        reason,
        stale,
      })),
      adjusted: numberCell(adjustments.length === 0 ? null : sum, signedPoints),
      isStale: adjustments.some(({ stale }) => stale),
      findings: entry.findings.map((finding) => sentence(finding, language)),
      mistakes: [...made].join(" "),
      mistakeCount: made.size,
    };
  });
}
