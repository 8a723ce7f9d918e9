import type { Language } from "../../grader/locale/language.js";
import { sentence } from "../../grader/locale/sentence.js";
import { type Gradebook, TIME_SOURCES } from "../../grader/result/gradebook.js";
import { mean, median } from "../statistics/average.js";
import { shownNumber, shownPoints } from "../text/format-number.js";
import { instantText } from "../text/instant-text.js";
import type { Fact } from "../view/fact.js";

/** One number of the class, such as its median. */
export interface ClassNumber {
  key: "students" | "graded" | "not-collected" | "not-graded" | "late" | "mean" | "median" | "range";
  label: string;
  value: string;
}

/** The class in numbers and under which circumstances it was graded, ready to be shown. */
export interface SummaryView {
  /** How many students there are, and what became of their submissions. */
  people: ClassNumber[];
  /** What their scores come to; empty where nobody was graded. */
  scores: ClassNumber[];
  /** The deadline, what lateness relied on, the seed and the sandbox. */
  circumstances: Fact[];
}

/** The scores that count of those who were graded, in the order of the roster. */
export function gradedScores({ entries }: Pick<Gradebook, "entries">): number[] {
  return entries.flatMap(({ state, score }) => (state === "graded" && score !== null ? [score] : []));
}

function reliedOn({ entries }: Gradebook, language: Language): string {
  const relied = entries.flatMap(({ handedIn }) => (handedIn === null ? [] : [handedIn.reliedOn]));
  const parts = TIME_SOURCES.flatMap((source) => {
    const count = relied.filter((each) => each === source).length;
    return count === 0 ? [] : [sentence({ code: `class.relied.${source}`, values: { count } }, language)];
  });
  return parts.join(" · ");
}

function circumstances(gradebook: Gradebook, language: Language): Fact[] {
  const said = (code: string, values: Record<string, string | number> = {}): string =>
    sentence({ code, values }, language);
  const fact = (key: string, value: string): Fact => ({
    key,
    label: said(`class.fact.${key}`),
    value,
    code: false,
  });
  const { deadline, seed, hiddenSeed, sandbox, startedAt, durationMs } = gradebook;
  const relied = reliedOn(gradebook, language);
  return [
    fact("deadline", deadline === null ? said("class.no-deadline") : instantText(deadline)),
    ...(relied === "" ? [] : [fact("relied", relied)]),
    fact(
      "graded",
      said("class.graded-at", {
        at: instantText(startedAt),
        seconds: shownNumber(Math.round(durationMs / 100) / 10),
      }),
    ),
    fact("seed", hiddenSeed === null ? String(seed) : said("class.two-seeds", { seed, hiddenSeed })),
    fact("sandbox", said(`report.sandbox.${sandbox}`)),
  ];
}

/** A class in numbers. */
export function summaryView(gradebook: Gradebook, language: Language): SummaryView {
  const { entries } = gradebook;
  const number = (key: ClassNumber["key"], value: string): ClassNumber => ({
    key,
    label: sentence({ code: `class.number.${key}`, values: {} }, language),
    value,
  });
  const inState = (state: string): number => entries.filter((entry) => entry.state === state).length;
  const late = entries.filter(({ handedIn }) => (handedIn?.lateMinutes ?? 0) > 0).length;
  const scores = gradedScores(gradebook);
  const [middle, average] = [median(scores), mean(scores)];
  const range = [Math.min(...scores), Math.max(...scores)].map(shownPoints).join("–");
  return {
    people: [
      number("students", String(entries.length)),
      number("graded", String(inState("graded"))),
      number("not-collected", String(inState("not-collected"))),
      number("not-graded", String(inState("not-graded"))),
      number("late", String(late)),
    ],
    scores:
      middle === null || average === null
        ? []
        : [
            number("median", shownPoints(Number(middle.toFixed(1)))),
            number("mean", shownPoints(Number(average.toFixed(1)))),
            number("range", range),
          ],
    circumstances: circumstances(gradebook, language),
  };
}
