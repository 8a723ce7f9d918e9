import type { Gradebook, GradebookEntry } from "../result/index.js";
import { totalPoints } from "../result/points.js";
import { csvText, type CsvValue } from "./csv/csv-text.js";

/** What stands in a column that every gradebook has, by its title. */
const COLUMNS: Readonly<Record<string, (entry: GradebookEntry, gradebook: Gradebook) => CsvValue>> = {
  id: (entry) => entry.id,
  name: (entry) => entry.name,
  email: (entry) => entry.email,
  section: (entry) => entry.section,
  state: (entry) => entry.state,
  score: (entry) => entry.score,
  maxScore: (_, gradebook) => gradebook.maxScore,
  checksScore: (entry) => entry.checksScore,
  penalty: (entry) => (entry.score === null ? null : entry.penalty),
  adjustment: ({ adjustments }) =>
    adjustments.length === 0 ? null : totalPoints(adjustments.map(({ points }) => points)),
  adjustmentReasons: ({ adjustments }) => adjustments.map(({ reason }) => reason).join(" / "),
  staleAdjustments: ({ adjustments }) => adjustments.filter(({ stale }) => stale).length || null,
  lateMinutes: ({ handedIn }) => handedIn?.lateMinutes ?? null,
  commit: ({ handedIn }) => handedIn?.commit ?? null,
  handedInAt: ({ handedIn }) => handedIn?.at ?? null,
  reliedOn: ({ handedIn }) => handedIn?.reliedOn ?? null,
};

function earned(entry: GradebookEntry, id: string): CsvValue {
  const check = entry.checks.find((one) => one.id === id);
  // What could not be judged is a fault of ours, and no 0.
  return check === undefined || check.outcome === "infrastructure-error" ? null : check.earned;
}

function row(entry: GradebookEntry, gradebook: Gradebook): CsvValue[] {
  return [
    ...Object.values(COLUMNS).map((valueOf) => valueOf(entry, gradebook)),
    ...gradebook.parts.map(({ id }) => entry.parts.find((part) => part.id === id)?.score ?? null),
    ...gradebook.checks.map(({ id }) => earned(entry, id)),
  ];
}

/**
 * A gradebook as `gradebook.csv`, for spreadsheets and scripts: a row for everyone in the order of the roster, a column for
 * each part and each check with the points earned. Whoever has no score has an empty cell there, never a 0. It begins with
 * a byte order mark, so that Excel shows Korean, and no cell of it is a formula.
 */
export function gradebookCsv(gradebook: Gradebook): string {
  const { parts, checks, entries } = gradebook;
  const header = [...Object.keys(COLUMNS), ...[...parts, ...checks].map(({ id }) => id)];
  return csvText([header, ...entries.map((entry) => row(entry, gradebook))], { bom: true });
}
