import type { PartScore, Result } from "../../grader/result/result.js";
import type { ReportOptions } from "../report-options.js";
import { shownPoints } from "../text/format-number.js";
import { type CheckView, checkView } from "./check-view.js";
import { commonTone, type Tone } from "./tone.js";

/** One part of the assignment, ready to be shown. */
export interface PartView {
  id: string;
  title: string;
  score: string;
  maxScore: string;
  /** From 0 to 100; 100 only where no point is missing. */
  percent: number;
  tone: Tone;
  checks: CheckView[];
  /** Those that the student can see and has yet to pass. */
  open: CheckView[];
  /** How many points the open ones are worth. */
  openPoints: string;
}

/** How full a bar is: rounded, but never to full or to empty where it is neither. */
export function percentOf(score: number, maxScore: number): number {
  if (maxScore <= 0 || score >= maxScore) return 100;
  if (score <= 0) return 0;
  return Math.min(99, Math.max(1, Math.round((100 * score) / maxScore)));
}

/** A part of a result that is already `forAudience` and readable, with its checks in their order. */
export function partView(part: PartScore, result: Result, options: ReportOptions): PartView {
  const ofPart = result.checks.filter((check) => check.part === part.id);
  const checks = ofPart.map((check) => checkView(check, options));
  const open = checks.filter((check) => !check.hidden && check.tone !== "passed" && check.tone !== "fault");
  const openIds = new Set(open.map((check) => check.id));
  const openPoints = ofPart
    .filter((check) => openIds.has(check.id))
    .reduce((sum, check) => sum + check.points - check.earned, 0);
  return {
    id: part.id,
    title: options.texts.parts[part.id] ?? part.id,
    score: shownPoints(part.score),
    maxScore: shownPoints(part.maxScore),
    percent: percentOf(part.score, part.maxScore),
    tone: commonTone(checks.map((check) => check.tone)),
    checks,
    open,
    openPoints: shownPoints(openPoints),
  };
}
