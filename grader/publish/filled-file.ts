import type { Finding, GradebookEntry } from "../result/index.js";
import { oneLine } from "./plain-text.js";

/** A platform's file with the scores filled in. */
export interface FilledFile {
  readonly text: string;
  /** How many students' scores were written. */
  readonly filled: number;
  /** What a person should know before uploading it: who is missing on either side, what was left as it was. */
  readonly findings: readonly Finding[];
}

/** A sentence of `publish.json` about one student. */
export function aboutStudent(key: string, { id, name }: Pick<GradebookEntry, "id" | "name">): Finding {
  return { code: `publish.${key}`, values: { id: oneLine(id), name: oneLine(name) || "–" } };
}
