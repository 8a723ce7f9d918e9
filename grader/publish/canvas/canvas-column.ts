import { UsageError } from "../../submission/usage-error.js";
import { say } from "../say.js";
import type { CanvasFile } from "./canvas-file.js";

// The importer of Canvas ignores columns with these words in their title.
const NO_ASSIGNMENT = /(Current|Final) (Score|Points|Grade)|Override (Score|Grade|Status)/;

/** Whether Canvas takes a title for one of its own totals, which its importer passes over. */
export function isTotal(title: string): boolean {
  return NO_ASSIGNMENT.test(title);
}

/** A title without the id that Canvas puts behind it. */
function bareTitle(title: string): string {
  return title.replace(/ \(\d+\)$/, "");
}

/**
 * The column of an assignment in a gradebook that was exported from Canvas.
 *
 * @param options `name`: what to call the file in a message; `titles`: what the assignment may be called, with its id or
 * without, in which capitals do not matter
 * @throws UsageError when no column or several have that title, or Canvas lets nobody write it.
 */
export function canvasColumn(
  { titles, points }: CanvasFile,
  { name, titles: wanted }: { readonly name: string; readonly titles: readonly string[] },
): number {
  const firstColumn = titles.findIndex((title) => title.includes("Section")) + 1;
  const columns = titles.flatMap((title, index) =>
    index < firstColumn || isTotal(title) ? [] : [{ title, index }],
  );
  const asked = wanted.map((title) => title.toLowerCase());
  const [column, ...others] = columns.filter(({ title }) =>
    [title, bareTitle(title)].some((form) => asked.includes(form.toLowerCase())),
  );
  if (column === undefined || others.length > 0) {
    const key = column === undefined ? "no-canvas-column" : "several-canvas-columns";
    const found = columns.map(({ title }) => `"${title}"`).join(", ");
    throw new UsageError(say(key, { name, titles: wanted.map((title) => `"${title}"`).join(", "), found }));
  }
  if (/read\s+only/.test(points?.cells[column.index]?.text ?? "")) {
    throw new UsageError(say("canvas-read-only", { name, title: column.title }));
  }
  return column.index;
}
