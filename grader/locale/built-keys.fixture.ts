import { ENTRY_STATES, OUTCOMES, SANDBOX_LEVELS, TIME_SOURCES } from "../result/index.js";

/** Keys of the locale files that code puts together instead of naming them whole. */
export interface BuiltKeys {
  /** What the keys begin with. */
  readonly prefix: string;
  /** The files whose literals may be the rests of such keys, from the project's root. */
  readonly files?: RegExp;
  /** The functions there that take such a rest first; every literal that they are given must be one. */
  readonly calls?: string;
  /** The rests, where they are all members of a union: each must be there, and none besides. */
  readonly values?: readonly string[];
  readonly reason: string;
}

const ACTIVITIES = ["load", "call", "other"];
const FAULTS = "timeout-cpu timeout-wall out-of-memory killed exit signal protocol-error output-limit".split(
  " ",
);

/** Every place where a key is built, most special first: a key belongs to the first prefix that it begins with. */
export const BUILT_KEYS: readonly BuiltKeys[] = [
  {
    prefix: "report.outcome.",
    values: [...OUTCOMES, "not-passed"],
    reason: "one for each outcome, and one that hides how a hidden check failed",
  },
  { prefix: "report.sandbox.", values: SANDBOX_LEVELS, reason: "one for each level of the sandbox" },
  { prefix: "report.relied-on.", values: TIME_SOURCES, reason: "one for each source of a time" },
  { prefix: "report.late.", values: ["days", "hours", "minutes"], reason: "the largest unit of a span" },
  {
    prefix: "report.terminal.",
    files: /^(grader\/publish\/platforms|reports\/terminal)\/check-lines\.ts$/,
    reason: "the lines of a check, in a terminal and on platforms that show plain text",
  },
  {
    prefix: "report.progress.other.",
    values: ["assignment", "version", "seed", "grader"],
    reason: "one for each way in which an earlier result may not be compared",
  },
  {
    prefix: "report.progress.",
    values: [
      "after",
      "before",
      "better",
      "change",
      "changed",
      "different",
      "more",
      "title",
      "unchanged",
      "worse",
    ],
    reason: "what got better or worse, by templates and the terminal",
  },
  { prefix: "ci.", files: /^grader\/cli\//, calls: "sayCi", reason: "said by the command line in CI" },
  { prefix: "report.verdict.", files: /^reports\/view\/verdict\.ts$/, calls: "finding", reason: "a verdict" },
  {
    prefix: "report.fact.",
    files: /^reports\/(view\/report|class\/class)-view\.ts$/,
    calls: "fact",
    reason: "the label of a fact",
  },
  { prefix: "report.grading.by.", values: TIME_SOURCES, reason: "one for each source of a time" },
  {
    prefix: "report.grading.",
    files: /^reports\/(view\/grading-view|terminal\/grading-lines)\.ts$/,
    calls: "fact|said",
    reason: "how checks, lateness and marks by hand add up",
  },
  {
    prefix: "report.chart.",
    files: /^reports\/charts\/(?!histogram)/,
    calls: "said",
    reason: "captions and what they describe",
  },
  {
    prefix: "report.",
    files: /^reports\/(render-terminal|terminal\/check-lines)\.ts$|^reports\/(partials|templates)\/(?!class)/,
    calls: "said",
    reason: "said by the terminal report and by templates",
  },
  { prefix: "class.state.", values: ENTRY_STATES, reason: "one for each state of an entry" },
  { prefix: "class.relied.", values: TIME_SOURCES, reason: "one for each source of a time" },
  {
    prefix: "class.fact.",
    files: /^reports\/class\/summary-view\.ts$/,
    calls: "fact",
    reason: "the label of a fact",
  },
  { prefix: "class.number.", files: /^reports\/class\//, calls: "number", reason: "the label of a number" },
  {
    prefix: "class.attention.",
    files: /^reports\/class\/attention-view\.ts$/,
    reason: "why to look at somebody",
  },
  { prefix: "class.chart.", files: /^reports\/charts\/histogram\.ts$/, calls: "said", reason: "captions" },
  {
    prefix: "class.",
    files: /^reports\/(render-class-terminal\.ts$|(partials|templates)\/class)/,
    calls: "said",
    reason: "said by the terminal report of a class and by templates",
  },
  { prefix: "class.", files: /^reports\/partials\/html\//, reason: "partials that both pages have" },
  {
    prefix: "collect.roster.bad-",
    files: /^grader\/collect\/roster\//,
    reason: "a column with a wrong value",
  },
  {
    prefix: "collect.roster.",
    files: /^grader\/collect\/roster\//,
    calls: "say",
    reason: "a roster's problems",
  },
  {
    prefix: "collect.",
    files: /^grader\/collect\//,
    calls: "new RepositoryFault",
    reason: "why a repository cannot be collected, and notes of an attempt",
  },
  { prefix: "prepare.", files: /^grader\/(prepare|collect)\//, calls: "problem", reason: "its problems" },
  {
    prefix: "host.",
    values: FAULTS.flatMap((what) => ACTIVITIES.map((activity) => `${what}-${activity}`)),
    reason: "a fault, and what the host was doing",
  },
  { prefix: "doctor.", files: /^grader\/host\/sandbox\//, reason: "each probe holds or fails" },
  { prefix: "similarity.", files: /^grader\/similarity\//, reason: "why the code was left out" },
  { prefix: "compare.state.", values: ENTRY_STATES, reason: "one for each state of an entry" },
  { prefix: "compare.", files: /^grader\/publish\/compare\//, calls: "write", reason: "what moved" },
  { prefix: "publish.no-res", values: ["ult"], reason: "said of a student of whom the export has no file" },
  {
    prefix: "publish.",
    files: /^grader\/publish\//,
    calls: "say|aboutStudent",
    reason: "what platforms leave out",
  },
  {
    prefix: "batch.student-",
    values: [...ENTRY_STATES, "remembered"],
    reason: "one for each state of an entry, and one for a result that was there already",
  },
  { prefix: "batch.", files: /^grader\/cli\//, calls: "sayBatch", reason: "said by the command line" },
  { prefix: "cli.", files: /^grader\/(cli|submission)\//, calls: "say", reason: "said by the command line" },
  { prefix: "check.own-gradient.", values: ["loss", "forward"], reason: "by what a gradient was right" },
  {
    prefix: "check.unlike.",
    files: /^specs\//,
    calls: "expectSame",
    reason: "in which way answers should be the same",
  },
  { prefix: "term.", files: /^(specs|reports|reference)\//, reason: "axes, series and curves of a result" },
];
