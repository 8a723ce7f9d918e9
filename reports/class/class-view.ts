import type { Language } from "../../grader/locale/language.js";
import { sentence } from "../../grader/locale/sentence.js";
import { ENTRY_STATES, type Gradebook } from "../../grader/result/gradebook.js";
import { shownPoints } from "../text/format-number.js";
import { instantText } from "../text/instant-text.js";
import { mapTexts, readableText } from "../view/readable-texts.js";
import type { Fact } from "../view/fact.js";
import { type AttentionView, attentionViews } from "./attention-view.js";
import type { ClassReportOptions } from "./class-options.js";
import { type ItemView, itemViews } from "./item-view.js";
import { type MistakeView, mistakeViews } from "./mistake-view.js";
import { type PairView, pairViews } from "./pair-view.js";
import { type StudentView, studentViews } from "./student-view.js";
import { type SummaryView, summaryView } from "./summary-view.js";

/** Everything that a report on a class shows: plain texts in the reader's language that no sink has escaped yet. */
export interface ClassView extends SummaryView {
  language: Language;
  title: string;
  /** The assignment's id and version. */
  assignment: string;
  gradedAt: string;
  maxScore: string;
  count: number;
  mistakes: MistakeView[];
  /** Those for which there is no time in a lecture. */
  rarer: MistakeView[];
  attention: AttentionView[];
  items: ItemView[];
  /** The parts of the assignment, a column each. */
  parts: { title: string; maxScore: string }[];
  students: StudentView[];
  /** What the table of students can be narrowed down to. */
  states: { value: string; text: string }[];
  /** Empty where the roster has none. */
  sections: string[];
  /** Null where nobody looked. */
  similarity: { pairs: PairView[] } | null;
  /** What else there is to know of the batch. */
  facts: Fact[];
}

const MOST_MISTAKES = 8;

/** Longer than any sentence of ours, and short enough for a table. */
const MOST_LETTERS = 600;

function facts({ assignment, versions }: Gradebook, language: Language): Fact[] {
  const fact = (key: string, value: string): Fact => ({
    key,
    label: sentence({ code: `report.fact.${key}`, values: {} }, language),
    value,
    code: true,
  });
  return [
    fact("assignment", `${assignment.id} ${assignment.version}`),
    fact("versions", `gradecheck ${versions.gradecheck} · Node ${versions.node} · vitest ${versions.vitest}`),
  ];
}

/** The gradebook as if nothing else had been written: what a page knows of no files, it does not lead to. */
function withoutFiles(gradebook: Gradebook): Gradebook {
  const files = { student: null, teacher: null };
  return { ...gradebook, entries: gradebook.entries.map((entry) => ({ ...entry, files })) };
}

/**
 * What a report shows of a class.
 *
 * @throws Error when a finding has no sentence in the locale files.
 */
export function classView(given: Gradebook, options: ClassReportOptions): ClassView {
  const { language, texts } = options;
  const gradebook = options.hasReports === false ? withoutFiles(given) : given;
  const { assignment, entries, parts } = gradebook;
  const mistakes = mistakeViews(gradebook, options);
  const sections = [...new Set(entries.map(({ section }) => section))].filter((section) => section !== "");
  const view: ClassView = {
    language,
    ...summaryView(gradebook, language),
    title: texts.title,
    assignment: `${assignment.id} ${assignment.version}`,
    gradedAt: instantText(gradebook.startedAt),
    maxScore: shownPoints(gradebook.maxScore),
    count: entries.length,
    mistakes: mistakes.slice(0, MOST_MISTAKES),
    rarer: mistakes.slice(MOST_MISTAKES),
    attention: attentionViews(gradebook, options),
    items: itemViews(gradebook, options, mistakes),
    parts: parts.map(({ id, maxScore }) => ({
      title: texts.parts[id] ?? id,
      maxScore: shownPoints(maxScore),
    })),
    students: studentViews(gradebook, options, mistakes),
    states: ENTRY_STATES.map((value) => ({
      value,
      text: sentence({ code: `class.state.${value}`, values: {} }, language),
    })),
    sections: sections.toSorted(new Intl.Collator(language, { numeric: true }).compare),
    similarity: gradebook.similarity === null ? null : { pairs: pairViews(gradebook.similarity, entries) },
    facts: facts(gradebook, language),
  };
  // An address is encoded already, and a part of it leads nowhere.
  return mapTexts(view, (text, key) =>
    /href$/i.test(key) ? text : readableText(text, MOST_LETTERS, language),
  );
}
