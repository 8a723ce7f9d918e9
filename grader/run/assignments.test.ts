import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { assignmentIds, readAssignment } from "../assignment/read-assignment.js";
import { assignmentFolder, readTexts } from "../assignment/texts.js";
import type { Language } from "../locale/language.js";
import type { Result } from "../result/index.js";
import { gradePlan } from "./grade.js";
import { makePlan } from "./run-plan.js";

/** The rows of all tables of a Markdown text, cell by cell, with the head of their table. */
function tableRows(markdown: string): { head: string[]; cells: string[] }[] {
  const cellsOf = (line: string): string[] =>
    line
      .split("|")
      .slice(1, -1)
      .map((cell) => cell.replaceAll("`", "").trim());
  const tables = markdown.match(/^\|.*\|\n(?:\|.*\|\n?)+/gm) ?? [];
  return tables.flatMap((table) => {
    const [head = [], , ...rows] = table.trim().split("\n").map(cellsOf);
    return rows.map((cells) => ({ head, cells }));
  });
}

/**
 * The points of every check as a handout lists them: in a row for each part (`golden 6, unseen 4`), or in a row for each
 * check with a column for each part.
 */
function pointsInHandout(markdown: string, parts: readonly string[]): Record<string, number> {
  const points: Record<string, number> = {};
  const partOf = (cell: string): string | undefined =>
    parts.find((part) => cell.toLowerCase() === part || cell.endsWith(`(${part})`));
  for (const { head, cells } of tableRows(markdown)) {
    const [first = "", ...others] = cells;
    const part = partOf(first);
    for (const [i, cell] of others.entries()) {
      const column = partOf(head[i + 1] ?? "");
      if (column !== undefined && /^\d+$/.test(cell)) points[`${column}.${first}`] = Number(cell);
      if (part === undefined || !/^[a-z][\w-]* \d/i.test(cell)) continue;
      for (const [, name = "", worth] of cell.matchAll(/([a-z][\w-]*) (\d+)/gi)) {
        points[`${part}.${name}`] = Number(worth);
      }
    }
  }
  return points;
}

describe("the points in a handout are read", () => {
  const parts = ["rnn", "lstm", "clipping"];
  test("from a row for each part", () => {
    const markdown =
      "| part | points | checks |\n| --- | ---: | --- |\n| 자르기 (clipping) | 4 | above 3, last-step 1 |\n";
    expect(pointsInHandout(markdown, parts)).toEqual({ "clipping.above": 3, "clipping.last-step": 1 });
  });
  test("from a column for each part", () => {
    const markdown =
      "| check | `rnn` | LSTM | what |\n| --- | --- | --- | --- |\n| `step` | 4 | 5 | one step 1 |\n| gates | - | 2 | |\n";
    expect(pointsInHandout(markdown, parts)).toEqual({ "rnn.step": 4, "lstm.step": 5, "lstm.gates": 2 });
  });
});

describe.each(assignmentIds())("%s", (id) => {
  const manifest = readAssignment(id);
  let result: Result;

  beforeAll(async () => {
    const starter = { id: "starter", folder: join(assignmentFolder(id), "starter") };
    const preparing = makePlan({ manifest, submissions: [starter], seed: 1, sandbox: "permission" });
    [result] = (await gradePlan(manifest, [starter], preparing, {})) as [Result];
  });

  test("has a starter that runs, in which nothing is written yet", () => {
    expect(result.submission.problems).toEqual([]);
    expect(result.score).toBe(0);
    const others = result.checks.filter(({ outcome }) => outcome !== "not-implemented");
    expect(others.map((check) => `${check.id} is ${check.outcome}: ${check.message}`)).toEqual([]);
  });

  test("has checks worth what the manifest promises for each part, 100 points in all", () => {
    expect(result.parts.map(({ id: part, maxScore }) => ({ id: part, points: maxScore }))).toEqual(
      manifest.parts,
    );
    expect(result.maxScore).toBe(100);
  });

  test.each<[Language, string]>([
    ["en", "handout.md"],
    ["ko", "handout.ko.md"],
  ])("has texts for its checks and no other, and their points in the handout: %s", (language, handout) => {
    const points = Object.fromEntries(result.checks.map((check) => [check.id, check.points]));
    const { checks } = readTexts(id, language);
    expect(Object.keys(checks).toSorted()).toEqual(Object.keys(points).toSorted());
    const markdown = readFileSync(join(assignmentFolder(id), handout), "utf8");
    const parts = manifest.parts.map((part) => part.id);
    expect(pointsInHandout(markdown, parts)).toEqual(points);
  });
});
