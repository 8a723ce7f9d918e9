import { sentence } from "../../grader/locale/sentence.js";
import type { Gradebook, GradebookEntry } from "../../grader/result/gradebook.js";
import type { Finding } from "../../grader/result/result.js";
import { signedPoints } from "../text/format-number.js";
import type { ClassReportOptions } from "./class-options.js";
import { type PersonView, personView } from "./person-view.js";

/** Why a person has to look at somebody's entry. */
export type AttentionKind = "not-collected" | "not-graded" | "not-judged" | "stale";

/** Those whom a teacher has to look at for one reason. */
export interface AttentionView {
  kind: AttentionKind;
  /** What they have in common, with their number. */
  title: string;
  people: AttentionPerson[];
  /** Those for whom there is no room at once. */
  others: AttentionPerson[];
}

/** Somebody, and why. */
export interface AttentionPerson extends PersonView {
  texts: string[];
}

const MOST_PEOPLE = 8;

const KINDS: readonly AttentionKind[] = ["not-collected", "not-graded", "not-judged", "stale"];

function reasons(entry: GradebookEntry, kind: AttentionKind): Finding[] {
  if (kind === "not-collected" || kind === "not-graded") return entry.state === kind ? entry.findings : [];
  if (kind === "stale") {
    return entry.adjustments
      .filter(({ stale }) => stale)
      .map(({ target, points, reason }) => ({
        code: "class.attention.stale-one",
        values: { target, points: signedPoints(points), reason },
      }));
  }
  const count = entry.checks.filter(({ outcome }) => outcome === "infrastructure-error").length;
  return count === 0 ? [] : [{ code: "class.attention.not-judged-one", values: { count } }];
}

function isMeant(entry: GradebookEntry, kind: AttentionKind): boolean {
  // A state speaks for itself, even where nobody said why.
  return entry.state === kind || reasons(entry, kind).length > 0;
}

/** Everybody whom a teacher has to look at, by reason; reasons that concern nobody are left out. */
export function attentionViews({ entries }: Gradebook, { language }: ClassReportOptions): AttentionView[] {
  return KINDS.flatMap((kind) => {
    const people = entries
      .filter((entry) => isMeant(entry, kind))
      .map((entry) => ({
        ...personView(entry),
        texts: reasons(entry, kind).map((finding) => sentence(finding, language)),
      }));
    if (people.length === 0) return [];
    const title = sentence({ code: `class.attention.${kind}`, values: { count: people.length } }, language);
    return [{ kind, title, people: people.slice(0, MOST_PEOPLE), others: people.slice(MOST_PEOPLE) }];
  });
}
