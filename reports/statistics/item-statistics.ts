import type { Gradebook, GradebookEntry, GradedCheck } from "../../grader/result/gradebook.js";
import { median } from "./average.js";
import { commonest, type Tally } from "./commonest.js";
import { correlation } from "./correlation.js";

/** What a class did with one check. */
export interface ItemStatistics {
  id: string;
  /** How many submissions it was judged for; a fault of ours is no judgement. */
  judged: number;
  /** The share of these that passed, from 0 to 1; null where it was never judged. */
  passRate: number | null;
  /**
   * The correlation of the points earned here with those earned in all other checks, from -1 to 1: whether students
   * who do well elsewhere do well here. Null where one of them is alike for everybody.
   */
  discrimination: number | null;
  /** The known mistake that occurs most often here, and how often. */
  mistake: Tally | null;
  /** The outcome other than passed that occurs most often. */
  outcome: Tally | null;
  /** In milliseconds, of those who had written it; null where nobody had. */
  medianMs: number | null;
}

/** Answers to one check, and what those who are comparable earned here and elsewhere. */
interface Answers {
  judged: GradedCheck[];
  here: number[];
  elsewhere: number[];
}

function isJudged(check: GradedCheck): boolean {
  return check.outcome !== "infrastructure-error";
}

/** That nothing is there is seen at once: it would make a slow check look fast. */
function isTimed(check: GradedCheck): boolean {
  return check.outcome !== "not-implemented" && check.outcome !== "skipped";
}

function addEntry(entry: GradebookEntry, answers: ReadonlyMap<string, Answers>): void {
  const total = entry.checks.reduce((sum, check) => sum + check.earned, 0);
  // Whoever could not be judged everywhere has a total that compares with nobody's.
  const isComparable = entry.checks.every(isJudged);
  for (const check of entry.checks.filter(isJudged)) {
    const own = answers.get(check.id);
    own?.judged.push(check);
    if (!isComparable) continue;
    own?.here.push(check.earned);
    own?.elsewhere.push(total - check.earned);
  }
}

function statisticsOf(id: string, { judged, here, elsewhere }: Answers): ItemStatistics {
  const open = judged.filter((check) => check.outcome !== "passed");
  return {
    id,
    judged: judged.length,
    passRate: judged.length === 0 ? null : (judged.length - open.length) / judged.length,
    discrimination: correlation(here, elsewhere),
    mistake: commonest(judged.flatMap(({ mistake }) => (mistake === null ? [] : [mistake]))),
    outcome: commonest(open.map((check) => check.outcome)),
    medianMs: median(judged.filter(isTimed).map((check) => check.durationMs)),
  };
}

/** What the class did with each check, in the order of the handout. */
export function itemStatistics({ checks, entries }: Pick<Gradebook, "checks" | "entries">): ItemStatistics[] {
  const answers = new Map(
    checks.map(({ id }): [string, Answers] => [id, { judged: [], here: [], elsewhere: [] }]),
  );
  for (const entry of entries) if (entry.state === "graded") addEntry(entry, answers);
  return [...answers].map(([id, own]) => statisticsOf(id, own));
}
