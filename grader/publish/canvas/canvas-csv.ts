import type { Gradebook } from "../../result/index.js";
import { UsageError } from "../../submission/usage-error.js";
import { csvText } from "../csv/csv-text.js";
import { aboutStudent, type FilledFile } from "../filled-file.js";
import { say } from "../say.js";
import { isTotal } from "./canvas-column.js";

/** What a new Canvas file is to look like. */
export interface CanvasOptions {
  /** The assignment's title in Canvas; with its id, `Title (1234)`, where the title is not unique. */
  readonly title: string;
  /** What our ids are in Canvas: logins, or SIS ids. */
  readonly ids: "login" | "sis";
}

/** The importer takes nothing else than these for the columns before the assignments. */
const HEADER = ["Student", "ID", "SIS User ID", "SIS Login ID", "Section"];

/**
 * A gradebook as a CSV that the importer of Canvas takes, from the roster alone: students are found by login or SIS id, and
 * by their name where that fails. Who has no score is left out and reported: an empty cell would erase in Canvas what
 * stands there.
 *
 * @throws UsageError when Canvas would ignore a column with that title.
 */
export function canvasCsv({ entries, maxScore }: Gradebook, { title, ids }: CanvasOptions): FilledFile {
  if (isTotal(title)) throw new UsageError(say("canvas-total", { title }));
  const scored = entries.filter(({ score }) => score !== null);
  const rows = scored.map(({ id, name, section, score }) => {
    const known = ids === "sis" ? [id, ""] : ["", id];
    return [name, "", ...known, section, score];
  });
  const points = ["    Points Possible", "", "", "", "", maxScore];
  const findings = entries
    .filter(({ score }) => score === null)
    .map((entry) => aboutStudent("no-score", entry));
  return { text: csvText([[...HEADER, title], points, ...rows]), filled: scored.length, findings };
}
