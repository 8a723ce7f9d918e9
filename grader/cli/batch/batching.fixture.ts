import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Ended, gradecheck } from "../../package/command.fixture.js";
import {
  type Gradebook,
  type GradebookEntry,
  readGradebook,
  readResult,
  type Result,
} from "../../result/index.js";

/** The options of every batch of the tests. */
export const COMMON: readonly string[] = [
  "--assignment",
  "two-layer-nn",
  "--sandbox",
  "auto",
  "--protocols",
  "file",
];

/** `gradecheck batch`, run to its end. */
export function batch(where: string, to: string, ...more: string[]): Promise<Ended> {
  return gradecheck(["batch", where, "--out", to, ...COMMON, ...more]);
}

/** The gradebook that a batch left in a folder. */
export function gradebookIn(place: string): Gradebook {
  const read = readGradebook(JSON.parse(readFileSync(join(place, "gradebook.json"), "utf8")));
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  return read.gradebook;
}

/** The row of a student in it. */
export function entryOf(place: string, id: string): GradebookEntry {
  const entry = gradebookIn(place).entries.find((one) => one.id === id);
  if (entry === undefined) throw new Error(`the gradebook has no ${id}`);
  return entry;
}

/** The result of a student, as it is handed to them or to teachers. */
export function resultOf(place: string, audience: "teacher" | "students", id: string): Result {
  const path = join(place, audience, id, "result.json");
  const read = readResult(JSON.parse(readFileSync(path, "utf8")));
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  return read.result;
}

/** Makes a folder of small submissions, each of which takes a while, below a folder. */
export function folderOfWork(below: string): string {
  const work = join(below, `work-${readdirSync(below).length}`);
  for (const id of ["one", "two", "three", "four"]) {
    mkdirSync(join(work, id, "src"), { recursive: true });
    const text = `export class TwoLayerNN { name = "${id}"; constructor() { throw new Error("not implemented"); } }\n`;
    writeFileSync(join(work, id, "src", "index.ts"), text);
  }
  return work;
}
