import type { Language } from "../../grader/locale/language.js";
import { sentence } from "../../grader/locale/sentence.js";
import type { Result } from "../../grader/result/result.js";
import type { ReportOptions } from "../report-options.js";
import { shownPoints, signedPoints } from "../text/format-number.js";
import { instantText } from "../text/instant-text.js";
import { checkView } from "../view/check-view.js";
import { SIGN } from "../view/sign.js";
import { type CheckChange, type PointsChange, progress } from "./progress.js";

/** The points of a part then and now, ready to be shown. */
export interface PartMove {
  title: string;
  before: string;
  after: string;
  /** With its sign. */
  change: string;
}

/** A check that earns more or less than it did, ready to be shown. */
export interface CheckMove {
  id: string;
  title: string;
  sign: string;
  /** How it ended then and now. */
  before: string;
  after: string;
  /** With its sign. */
  change: string;
}

/** What got better or worse since an earlier result: plain texts that no sink has escaped yet. */
export interface ProgressView {
  /** When the earlier result was made and what has changed since, or why that cannot be said. */
  sentence: string;
  parts: PartMove[];
  worse: CheckMove[];
  better: CheckMove[];
}

function partMove({ id, before, after }: PointsChange, { texts }: ReportOptions): PartMove {
  return {
    title: texts.parts[id] ?? id,
    before: shownPoints(before),
    after: shownPoints(after),
    change: signedPoints(after - before),
  };
}

function checkMove({ before, after }: CheckChange, options: ReportOptions): CheckMove {
  const [then, now] = [checkView(before, options), checkView(after, options)];
  return {
    id: now.id,
    title: now.title,
    sign: SIGN[now.tone],
    before: then.outcome,
    after: now.outcome,
    change: signedPoints(after.earned - before.earned),
  };
}

function said(key: string, values: Record<string, string | number>, language: Language): string {
  return sentence({ code: `report.progress.${key}`, values }, language);
}

/**
 * What has changed since an earlier result.
 *
 * @param earlier both results as the reader may see them, with readable texts
 */
export function progressView(earlier: Result, now: Result, options: ReportOptions): ProgressView {
  const { language } = options;
  const found = progress(earlier, now);
  const at = instantText(earlier.startedAt);
  if (found.kind === "different") {
    const reasons = found.differences.map((difference) => said(`other.${difference}`, {}, language));
    return {
      sentence: said("different", { at, reasons: reasons.join(", ") }, language),
      parts: [],
      worse: [],
      better: [],
    };
  }
  const { total, parts, better, worse } = found;
  const moved = better.length + worse.length > 0;
  const values = {
    at,
    before: shownPoints(total.before),
    after: shownPoints(total.after),
    change: signedPoints(total.after - total.before),
  };
  return {
    sentence: said(moved ? "changed" : "unchanged", values, language),
    parts: parts.map((part) => partMove(part, options)),
    worse: worse.map((change) => checkMove(change, options)),
    better: better.map((change) => checkMove(change, options)),
  };
}
