import type { Language } from "../../grader/locale/language.js";
import { sentence } from "../../grader/locale/sentence.js";
import type { Result, SubmissionProblem } from "../../grader/result/result.js";
import type { ReportOptions } from "../report-options.js";
import { shownNumber, shownPoints } from "../text/format-number.js";
import { instantText } from "../text/instant-text.js";
import { type ProgressView, progressView } from "../progress/progress-view.js";
import type { Fact } from "./fact.js";
import { forAudience } from "./for-audience.js";
import { type GradingView, gradingView } from "./grading-view.js";
import { type PartView, partView, percentOf } from "./part-view.js";
import { readableResult, type TextLimits } from "./readable-result.js";
import { mapTexts, readableText } from "./readable-texts.js";
import { thrownWhileLoading } from "./thrown-while-loading.js";
import { isNotLoaded, verdict } from "./verdict.js";

/** A problem with the submission as a whole, ready to be shown. */
export interface ProblemView {
  text: string;
  /** File, line and column; empty where it has none. */
  place: string;
}

/** Everything that a report shows: plain texts in the reader's language that no sink has escaped yet. */
export interface ReportView {
  language: Language;
  title: string;
  submission: string;
  /** UTC, such as `2025-03-04 05:06 UTC`. */
  gradedAt: string;
  score: string;
  maxScore: string;
  percent: number;
  /** Nothing is missing. */
  complete: boolean;
  verdict: string[];
  problems: ProblemView[];
  /** The first part in the order of the handout that the student can still do something about. */
  next: PartView | null;
  /** The other such parts. */
  later: PartView[];
  parts: PartView[];
  /** How the score came about in a batch; null for a submission of its own. */
  grading: GradingView | null;
  /** What got better or worse since an earlier result; null where there is none. */
  progress: ProgressView | null;
  facts: Fact[];
}

function problemView(problem: SubmissionProblem, language: Language): ProblemView {
  const place = [problem.file, problem.line, problem.column].filter((each) => each !== null).join(":");
  return { text: sentence(problem.finding, language), place };
}

function facts(result: Result, options: ReportOptions): Fact[] {
  const { submission, versions } = result;
  const fact = (key: string, value: string, code = true): Fact => ({
    key,
    label: sentence({ code: `report.fact.${key}`, values: {} }, options.language),
    value,
    code,
  });
  const sandbox = sentence({ code: `report.sandbox.${result.sandbox}`, values: {} }, options.language);
  return [
    fact("submission", submission.id),
    fact("source", submission.source),
    ...(submission.commit === undefined ? [] : [fact("commit", submission.commit)]),
    ...(submission.bundleHash === null ? [] : [fact("bundle", submission.bundleHash)]),
    fact("assignment", `${result.assignment.id} ${result.assignment.version}`),
    fact("seed", String(result.seed)),
    fact("sandbox", sandbox, false),
    fact("versions", `gradecheck ${versions.gradecheck} · Node ${versions.node} · vitest ${versions.vitest}`),
    ...(options.audience === "student" ? [] : [fact("duration", `${shownNumber(result.durationMs)} ms`)]),
  ];
}

/**
 * What a report shows of a result to a reader.
 *
 * @param limits how long the texts in it may be
 * @throws Error when a finding has no sentence in the locale files.
 */
export function reportView(given: Result, options: ReportOptions, limits: TextLimits): ReportView {
  const { language } = options;
  const readable = (each: Result): Result =>
    readableResult(thrownWhileLoading(forAudience(each, options.audience)), language, limits);
  const result = readable(given);
  const grading = mapTexts(options.grading, (text) => readableText(text, limits.other, language));
  const score = grading?.score ?? result.score;
  const parts = result.parts.map((part) => partView(part, result, options));
  // Where nothing could be loaded, what comes next is its problems.
  const open = isNotLoaded(result) ? [] : parts.filter((part) => part.open.length > 0);
  const [next = null, ...later] = open;
  return {
    language,
    title: options.texts.title,
    submission: result.submission.id,
    gradedAt: instantText(result.startedAt),
    score: shownPoints(score),
    maxScore: shownPoints(result.maxScore),
    percent: percentOf(score, result.maxScore),
    complete: score >= result.maxScore && result.checks.every((check) => check.outcome === "passed"),
    verdict: verdict(result, score).map((finding) => sentence(finding, language)),
    problems: result.submission.problems.map((problem) => problemView(problem, language)),
    next,
    later,
    parts,
    grading: grading === undefined ? null : gradingView(grading, result, options),
    progress: options.earlier === undefined ? null : progressView(readable(options.earlier), result, options),
    facts: facts(result, options),
  };
}
