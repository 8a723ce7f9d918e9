import type { Language } from "../../grader/locale/language.js";
import { sentence } from "../../grader/locale/sentence.js";
import type { Adjustment, HandIn } from "../../grader/result/gradebook.js";
import type { Result } from "../../grader/result/result.js";
import type { Grading, ReportOptions } from "../report-options.js";
import { shownPoints, signedPoints } from "../text/format-number.js";
import { instantText } from "../text/instant-text.js";
import { lateText } from "./late-text.js";
import { percentOf } from "./part-view.js";
import type { Fact } from "./fact.js";

/** One line of the sum that a score is. */
export interface SumLine {
  /** What it is for, such as a check's title. */
  what: string;
  /** Why; empty where that is plain. */
  why: string;
  points: string;
  /** For a teacher: what it is about has changed since. */
  stale: boolean;
}

/** What was handed in, and how the score came about from what the checks earned. */
export interface GradingView {
  /** Empty where nothing is known of how it was handed in. */
  handedIn: Fact[];
  /** What the checks earned alone. */
  checks: { score: string; percent: number };
  /** What was added and taken; what the checks earned and these come to the score. */
  lines: SumLine[];
}

// Points are shown with two decimals, so a smaller difference is none.
const SHOWN = 0.005;

type Said = (key: string, values?: Record<string, string | number>) => string;

function saidIn(language: Language): Said {
  return (key, values = {}) => sentence({ code: `report.grading.${key}`, values }, language);
}

function handedInFacts(handedIn: HandIn, language: Language): Fact[] {
  const said = saidIn(language);
  const fact = (key: string, value: string, code = false): Fact => ({ key, label: said(key), value, code });
  const { at, commit, ref, reliedOn, lateMinutes } = handedIn;
  return [
    fact("handed-in", at === null ? said("unknown") : instantText(at)),
    ...(at === null ? [] : [fact("relied-on", said(`by.${reliedOn}`))]),
    ...(commit === null ? [] : [fact("commit", ref === null ? commit : `${commit} (${ref})`, true)]),
    ...(lateMinutes > 0 ? [fact("lateness", lateText(lateMinutes, language))] : []),
  ];
}

function adjustmentLine({ target, points, reason, stale }: Adjustment, options: ReportOptions): SumLine {
  const { texts, audience } = options;
  return {
    what: texts.checks[target]?.title ?? texts.parts[target] ?? target,
    why: reason,
    points: signedPoints(points),
    stale: stale && audience === "teacher",
  };
}

/**
 * How the score of a batch came about. What the checks earned and all lines add up to it: what neither adjustments nor
 * lateness explain, such as that a score is never below 0, is a line of its own.
 *
 * @param result what the checks earned
 */
export function gradingView(grading: Grading, result: Result, options: ReportOptions): GradingView {
  const { language } = options;
  const { handedIn, adjustments, penalty, score } = grading;
  const said = saidIn(language);
  const given = adjustments.reduce((sum, { points }) => sum + points, 0);
  const rest = score - (result.score + given - penalty);
  const line = (what: string, points: number): SumLine => ({
    what,
    why: "",
    points: signedPoints(points),
    stale: false,
  });
  const late =
    handedIn === null || handedIn.lateMinutes === 0 ? "" : lateText(handedIn.lateMinutes, language);
  const taken = said("late", { late, percent: handedIn?.latePercent ?? 0 });
  return {
    handedIn: handedIn === null ? [] : handedInFacts(handedIn, language),
    checks: { score: shownPoints(result.score), percent: percentOf(result.score, result.maxScore) },
    lines: [
      ...adjustments.map((adjustment) => adjustmentLine(adjustment, options)),
      ...(penalty >= SHOWN ? [line(late === "" ? said("penalty") : taken, -penalty)] : []),
      ...(Math.abs(rest) >= SHOWN ? [line(said("rest"), rest)] : []),
    ],
  };
}
