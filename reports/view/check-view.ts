import type { Language } from "../../grader/locale/language.js";
import { sentence } from "../../grader/locale/sentence.js";
import { termText } from "../../grader/locale/term-text.js";
import type { Picture } from "../../grader/result/picture.js";
import type { CheckResult, Finding, WorstEntry } from "../../grader/result/result.js";
import type { ReportOptions } from "../report-options.js";
import { shownNumber, shownPair, shownPoints } from "../text/format-number.js";
import { type CurvesView, curvesViews } from "./curves-view.js";
import { type Tone, toneOf } from "./tone.js";

/** The entry that is farthest off, ready to be shown. */
export interface WorstView {
  /** The tensor and the entry's place, such as `y` and `example 1, class 0`. */
  what: string;
  place: string;
  expected: string;
  got: string;
  miss: string;
  allowed: string;
}

/** One check, ready to be shown: plain texts in the reader's language that no sink has escaped yet. */
export interface CheckView {
  id: string;
  title: string;
  tone: Tone;
  outcome: string;
  earned: string;
  points: string;
  /** The check is a hidden one. */
  hidden: boolean;
  /** There is nothing to unfold, since the reader may see no more than the verdict. */
  sealed: boolean;
  /** Worth reading at once. */
  open: boolean;
  /** What was expected, in handout notation; empty where the texts do not say. */
  expected: string;
  findings: string[];
  worst: WorstView | null;
  hint: string;
  stack: { place: string; function: string }[];
  output: string;
  pictures: Picture[];
  /** What a report without pictures says of them. */
  curves: CurvesView[];
  notes: string[];
  reproduce: string;
  /** Milliseconds, for a teacher; empty for a student. */
  duration: string;
  /** The known mistake that the answers equal, for a teacher; empty for a student. */
  mistake: string;
}

const LONGEST_STACK = 8;

function worstView(worst: WorstEntry, language: Language): WorstView {
  const [expected, got] = shownPair(worst.expected, worst.got);
  return {
    what: worst.what,
    place: worst.axes.map(({ name, index }) => termText(`${name} ${index}`, language)).join(", "),
    expected,
    got,
    miss: shownNumber(worst.miss),
    allowed: shownNumber(worst.allowed),
  };
}

/** A check of a result that is already {@link forAudience} and readable. */
export function checkView(check: CheckResult, options: ReportOptions): CheckView {
  const { language, audience, texts } = options;
  const { details, diagnosis } = check;
  const said = (finding: Finding): string => sentence(finding, language);
  const hidden = check.visibility === "hidden";
  const tone = toneOf(check.outcome);
  const sealed = hidden && audience === "student";
  const outcome = sealed && tone === "failed" ? "not-passed" : check.outcome;
  return {
    id: check.id,
    title: texts.checks[check.id]?.title ?? check.title,
    tone,
    outcome: said({ code: `report.outcome.${outcome}`, values: {} }),
    earned: shownPoints(check.earned),
    points: shownPoints(check.points),
    hidden,
    sealed,
    open: tone === "failed" || tone === "fault",
    expected: sealed ? "" : (texts.checks[check.id]?.expected ?? ""),
    findings: details.findings.map(said),
    worst: details.worst === null ? null : worstView(details.worst, language),
    hint: diagnosis === null ? "" : (texts.hints[diagnosis.mistake] ?? diagnosis.hint),
    stack: details.stack
      .slice(0, LONGEST_STACK)
      .map((line) => ({ place: `${line.file}:${line.line}:${line.column}`, function: line.function })),
    output: details.output,
    pictures: details.pictures,
    curves: curvesViews(details.pictures, language),
    notes: details.notes.map(said),
    reproduce: details.reproduce,
    duration: audience === "teacher" ? shownNumber(check.durationMs) : "",
    mistake: audience === "teacher" ? (diagnosis?.mistake ?? "") : "",
  };
}
